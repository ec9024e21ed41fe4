# shellcheck shell=sh disable=SC2034,SC2154 # sourced: lab sets and uses what is not set and used here
# The box's parts: switch, broker, Pis, presenter. Each is made where it is missing and left alone where it is there.

namespace() {
	printf 'scatola-%s-%s\n' "$instance" "$1"
}

# The Pis that have a namespace, in order.
pis() {
	ip netns list | sed -n "s/^scatola-$instance-\(pi[0-9]*\).*/\1/p" | sort -t i -k 2n
}

has_link() {
	ip link show dev "$1" >/dev/null 2>&1
}

listening() {
	[ -n "$(ss -Hltn "sport = :$1")" ]
}

# port_of WHO PORT [PROCESS]: prints the port that WHO has, or else can have: its last one, PORT, or the first free one
# after.
port_of() {
	port=$(cat "$lab/$1.port" 2>/dev/null) || port=$2
	if ! lives "${3-$1}" && listening "$port"; then
		port=$2
		while listening "$port"; do
			port=$((port + 1))
			[ "$port" -lt $(($2 + 100)) ] || die "no port is free between $2 and $port"
		done
	fi
	printf '%s\n' "$port" | tee "$lab/$1.port"
}

# Prints the first three numbers of this box's subnet: its own, or the first that nothing on this machine uses.
subnet() {
	if [ ! -e "$lab/subnet" ]; then
		used=$(ip -4 -o addr show && ip -4 route show table all)
		free=0
		while printf '%s\n' "$used" | grep -q "[^0-9.]198\.18\.$free\."; do
			free=$((free + 1))
			[ "$free" -lt 256 ] || die "no subnet is free in 198.18.0.0/16"
		done
		printf '%s\n' "198.18.$free" >"$lab/subnet"
	fi
	cat "$lab/subnet"
}

# mac N: the MAC address of the one with number N in the subnet. A bridge left to itself takes the lowest of its ports',
# so it would change while Pis are added, and those already connected would talk to nobody until their ARP entry ages.
mac() {
	printf '02:00:c6:12:%02x:%02x\n' "${net##*.}" "$1"
}

switch_up() {
	if ! has_link "$switch"; then
		ip link add "$switch" address "$(mac 1)" type bridge stp_state 0 mcast_snooping 0
	fi
	if ! ip -4 -o addr show dev "$switch" | grep -qF " $laptop/24 "; then
		ip addr flush dev "$switch"
		ip addr add "$laptop/24" dev "$switch"
	fi
	ip link set "$switch" up
}

# Mosquitto leaves root for a user of its own, which it cannot where only one user is mapped.
broker_user() {
	user=mosquitto
	read -r _ _ mapped </proc/self/uid_map
	[ "$mapped" != 1 ] && id -u "$user" >/dev/null 2>&1 || user=root
}

broker_up() {
	broker_user
	config=$(broker_config)
	printf '%s\n' "$config" >"$lab/mosquitto.conf"
	start broker "$config$(broker_stamp)" mosquitto -c "$lab/mosquitto.conf"
	await broker 10 listening "$broker_port"
	say "broker on $(broker_places "$laptop" "$broker_port")$(instead_of "$usual_port" "$broker_port")"
}

# Its configuration; that of a secured box says itself who is let in.
broker_config() {
	if [ -e "$secured" ]; then
		secured_door
		sed "/^listener /d; /^allow_anonymous /d; s/@USER@/$user/" "$top/broker/mosquitto.conf"
	else
		sed "s/@PORT@/$broker_port/; s/@ADDRESS@/$laptop/; s/@USER@/$user/" "$top/broker/mosquitto.conf"
	fi
}

# broker_places ADDRESS PORT
broker_places() {
	if [ ! -e "$secured" ]; then
		printf '127.0.0.1:%s and %s:%s' "$2" "$1" "$2"
	else
		secured_places "$@"
	fi
}

instead_of() {
	[ "$1" = "$2" ] || printf ' (%s is taken)' "$1"
}

# pi_up N: namespace, cable, address and routes of Pi N, and its node-service.
pi_up() {
	pi=pi$1
	in=$(namespace "$pi")
	cable=$instance-$pi
	address=$net.$((10 + $1))
	if [ "$(stat -fc %T "/run/netns/$in" 2>/dev/null)" != nsfs ]; then
		made="$cable $made"
		# What lost its namespace would never be reached again.
		# shellcheck disable=SC2046 # a list of words
		end $(processes "$pi")
		rm -f "/run/netns/$in"
		ip netns add "$in"
	fi
	if ! has_link "$cable" || ! ip -n "$in" link show dev eth0 >/dev/null 2>&1; then
		! has_link "$cable" || ip link del "$cable"
		ip link add "$cable" type veth peer name eth0 address "$(mac $((10 + $1)))" netns "$in"
	fi
	ip link set "$cable" master "$switch" up
	ip -n "$in" link set lo up
	if ! ip -n "$in" -4 -o addr show dev eth0 | grep -qF " $address/24 "; then
		ip -n "$in" addr flush dev eth0
		ip -n "$in" addr add "$address/24" dev eth0
	fi
	ip -n "$in" link set eth0 up
	ip -n "$in" route replace 224.0.0.0/4 dev eth0
	mkdir -p "$state/$pi"
	credentials_of "node-$pi"
	java_up "$pi" node-service \
		SCATOLA_NODE_NAME="$pi" SCATOLA_BROKER_HOST="$laptop" SCATOLA_FOLDER="$state/$pi" \
		${credentials:+"SCATOLA_CREDENTIALS=$credentials"} \
		SCATOLA_IMAGES="${SCATOLA_IMAGES:-$top/images}" SCATOLA_UPLINK=eth0 QUARKUS_HTTP_PORT=8080 \
		ip netns exec "$in"
}

pi_down() {
	# shellcheck disable=SC2046 # a list of words
	end $(processes "$1")
	! has_link "$instance-$1" || ip link del "$instance-$1"
	[ ! -e "/run/netns/$(namespace "$1")" ] || ip netns del "$(namespace "$1")"
}

# What it records outlives the box, and goes on in one recording until the box is down.
presenter_up() {
	recordings=${SCATOLA_RECORDINGS:-$top/recordings/$instance}
	[ -z "$training" ] || recordings=$lab/recordings
	mkdir -p "$recordings" || die "there is no folder for recordings: make $recordings, or set SCATOLA_RECORDINGS"
	[ -e "$lab/up" ] || printf '%s-%s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" $$ >"$lab/up"
	credentials_of presenter-laptop
	java_up presenter presenter-app ${credentials:+"SCATOLA_CREDENTIALS=$credentials"} \
		${SCATOLA_LINK_HOURS:+"SCATOLA_LINK_HOURS=$SCATOLA_LINK_HOURS"} \
		${SCATOLA_BUTTONS:+"SCATOLA_BUTTONS=$SCATOLA_BUTTONS"} \
		${SCATOLA_HOMEASSISTANT:+"SCATOLA_HOMEASSISTANT=$SCATOLA_HOMEASSISTANT"} \
		${SCATOLA_HOMEASSISTANT_PREFIX:+"SCATOLA_HOMEASSISTANT_PREFIX=$SCATOLA_HOMEASSISTANT_PREFIX"} \
		${SCATOLA_PAGE_URL:+"SCATOLA_PAGE_URL=$SCATOLA_PAGE_URL"} QUARKUS_HTTP_HOST="$listen" \
		SCATOLA_PRESENTER_NAME=laptop SCATOLA_BROKER_HOST=127.0.0.1 SCATOLA_SHOWS="$top/shows" \
		SCATOLA_RECORDINGS="$recordings" SCATOLA_UP="$(cat "$lab/up")" QUARKUS_HTTP_PORT="$page_port"
}

# java_up WHO MODULE [SETTING…] [PREFIX…]: starts a module of ours in a small JVM, on the laptop in a larger one; from
# JDK 25 on with the cache of loaded and linked classes (JEP 514) that `train` has left beside it.
java_up() {
	who=$1
	jar=$top/$2/target/quarkus-app/quarkus-run.jar
	shift 2
	[ -r "$jar" ] || die "$jar is missing: run ./scatola build"
	set -- "$@" "$java_home/bin/java" -XX:+UseSerialGC
	case $who in
	presenter) set -- "$@" -Xmx192m ;;
	*) set -- "$@" -Xmx48m -XX:TieredStopAtLevel=1 ;;
	esac
	if [ "$java_version" -ge 25 ]; then
		cache=${jar%/*}/app.aot
		set -- "$@" -XX:+UseCompactObjectHeaders
		if [ -n "$training" ]; then
			set -- "$@" -XX:AOTCacheOutput="$cache"
		elif [ -n "$(find "$cache" -newer "$jar" 2>/dev/null)" ]; then
			set -- "$@" -XX:AOTCache="$cache"
		fi
	fi
	start "$who" "built $(stat -c %Y "$jar")$credentials_stamp" env SCATOLA_INSTANCE="$instance" \
		SCATOLA_ROOT="${SCATOLA_ROOT:-scatola}" SCATOLA_BROKER_PORT="$broker_port" QUARKUS_HTTP_HOST=127.0.0.1 "$@" -jar "$jar"
}

# ready PORT [PREFIX…]: asks an application of ours whether it is ready.
ready() {
	port=$1
	shift
	"$@" curl -fs -o /dev/null -m 2 "http://127.0.0.1:$port/health"
}
