# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154 # scripts/engine and the files beside this one set the other variables
# The bridge of a private engine and its way out. dockerd itself is told to leave iptables alone: its chains have fixed
# names, so two engines would rewrite each other's. Ours bear the engine's id and hold nothing but this engine's rules.

chain_is_there() { iptables -w -t "$1" -n -L "$chain" >/dev/null 2>&1; }
bridge_is_there() { ip link show dev "$bridge" >/dev/null 2>&1; }

# Is nothing of this machine's routes inside SUBNET, nor SUBNET inside one of them (other than the default route)?
subnet_is_free() {
  local taken
  taken=$(ip -4 route show table all root "$1"; ip -4 route show table all match "$1")
  ! grep -qv '^\(default\|throw\|unreachable\|blackhole\|prohibit\) ' <<<"${taken:-default }"
}

# Prints the first three numbers of a free /24. Where the search begins depends on the engine.
free_subnet() {
  local first step prefix
  first=$((16#${engine_id:0:2}))
  for prefix in 172.29 10.213 192.168; do
    for step in {0..255}; do
      local net=$prefix.$(((first + step) % 256))
      if subnet_is_free "$net.0/24"; then
        echo "$net"
        return
      fi
    done
  done
  cannot "no free /24 network for a bridge"
}

mtu_of() { ip -o link show dev "$1" | sed -nE 's/.* mtu ([0-9]+) .*/\1/p'; }

# A path to the outside with a smaller MTU swallows full-sized packets of containers that do not know it.
outside_mtu() {
  local device
  device=$(ip -4 route show default | sed -nE 's/.* dev ([^ ]+).*/\1/p' | head -n 1)
  mtu_of "${device:-lo}" | awk '{ print ($1 > 1500) ? 1500 : $1 }'
}

forwarding=/proc/sys/net/ipv4/ip_forward
forwarding_was_off=/run/tidegate-engine/forwarding-was-off

# Our chain is the first in FORWARD, because another engine on the machine sets the policy of FORWARD to DROP.
add_rules() {
  local rule
  while read -r -a rule; do
    iptables -w "${rule[@]}" || return 1
  done <<RULES
-t filter -N $chain
-t filter -A $chain -i $bridge -j ACCEPT
-t filter -A $chain -o $bridge -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-t filter -I FORWARD 1 -j $chain
-t nat -N $chain
-t nat -A $chain -s $1 ! -o $bridge -j MASQUERADE
-t nat -A POSTROUTING -j $chain
RULES
}

give_up_network() {
  network_down
  cannot "$1"
}

network_up() {
  local net
  mkdir -p /run/tidegate-engine
  # The bridge's address is what reserves a subnet, so looking and taking must not be interleaved with another start.
  exec 8>/run/tidegate-engine/lock
  flock 8
  net=$(free_subnet)
  ip link add "$bridge" type bridge || cannot "the kernel makes no bridge"
  ip addr add "$net.1/24" dev "$bridge"
  ip link set "$bridge" mtu "$(outside_mtu)" up
  add_rules "$net.0/24" || give_up_network "iptables cannot add the rules that builds need to reach the network"
  if [ "$(cat $forwarding)" = 0 ]; then
    touch "$forwarding_was_off"
    echo 1 >$forwarding
  fi
  exec 8>&-
}

remove_rules() {
  local table parent
  for table in filter:FORWARD nat:POSTROUTING; do
    parent=${table#*:} table=${table%:*}
    chain_is_there "$table" || continue
    while iptables -w -t "$table" -D "$parent" -j "$chain" 2>/dev/null; do :; done
    iptables -w -t "$table" -F "$chain"
    iptables -w -t "$table" -X "$chain"
  done
}

# Networks that a user of the engine made have bridges of their own, which dockerd does not remove when it ends. It
# keeps their ids in its database, and that can be read when it has been killed, too.
user_bridges() {
  local id networks=$engine_folder/data/network/files/local-kv.db
  [ -e "$networks" ] || return 0
  grep -aoE '/bridge/[0-9a-f]{64}' "$networks" | cut -c9-20 | sort -u | while read -r id; do
    ! ip link show dev "br-$id" >/dev/null 2>&1 || echo "br-$id"
  done
}

# Also right where only some of it is there.
network_down() {
  remove_rules
  local device
  for device in $(user_bridges); do ip link del "$device"; done
  ! bridge_is_there || ip link del "$bridge"
  # Forwarding goes back to what it was when the last bridge of the machine, ours or another's, is gone.
  if [ -e "$forwarding_was_off" ] && [ -z "$(ip -o link show type bridge)" ]; then
    echo 0 >$forwarding
    rm -f "$forwarding_was_off"
  fi
}
