# shellcheck shell=sh disable=SC2034,SC2154 # sourced: lab sets and uses what is not set and used here
# A box whose bus keeps strangers out. Of what ./scatola secure has made it has copies, in $secured: the broker's own,
# below broker, belong to the user that it runs as, and the applications' to theirs. A box stays as it came up, secured
# or not, until it is down.

# Whether this box is to be secured is decided when its broker first comes up. Sets the broker's usual port.
secure_up() {
	usual_port=1883
	if [ -n "$training" ]; then
		return
	fi
	if [ -e "$lab/broker.started" ] && [ ! -e "$secured" ]; then
		[ -z "$security" ] || [ ! -e "$security/acl" ] ||
			say "runs unsecured, though there is $security: run ./scatola down, then up, to secure it"
		return
	fi
	if [ -n "$security" ] && [ -e "$security/acl" ]; then
		usual_port=8883
		copy_security
		openssl x509 -in "$secured/broker/server.crt" -noout -checkip "$laptop" | grep -q 'does match' ||
			die "the broker's certificate does not name $laptop, where Pis find it: run ./scatola secure --host $laptop"
	elif [ -e "$secured" ]; then
		usual_port=8883
		say "there is no ${security:-SCATOLA_SECURITY} any more: this box goes on with what it has of it"
	fi
}

# What has not changed keeps its age: what uses it is not started again.
copy_security() {
	command -v openssl >/dev/null || die "openssl is missing: apt-get install openssl"
	install -d -m 711 "$secured"
	broker_user
	install -d -m 700 -o "$user" "$secured/broker"
	for one in ca.crt server.crt server.key passwords acl; do
		copy "$security/$one" "$secured/broker/$one" "$user"
	done
	install -d -m 700 "$secured/credentials"
	copy "$security/ca.crt" "$secured/ca.crt" root
	for one in "$security"/credentials/node-* "$security"/credentials/presenter-*; do
		copy "$one" "$secured/credentials/${one##*/}" root
	done
	printf '%s\n' "$security" >"$secured/source"
	rm -f "$secured/websockets"
	[ ! -e "$security/websockets" ] || : >"$secured/websockets"
}

# copy FROM TO OWNER
copy() {
	[ -r "$1" ] || die "$1 is missing: run ./scatola secure"
	cmp -s "$1" "$2" || {
		install -m 600 -o "$3" "$1" "$2.new"
		mv -f "$2.new" "$2"
	}
}

# credentials_of USER: sets credentials, the file of USER, and what tells it from an older one; both empty in a box that
# is not secured.
credentials_of() {
	credentials=
	credentials_stamp=
	if [ -e "$secured" ]; then
		credentials=$secured/credentials/$1
		[ -e "$credentials" ] || die "there is no user $1: run ./scatola secure --pis ${1#node-pi}"
		credentials_stamp=", who $(stat -c %y "$credentials" "$secured/ca.crt" | tr '\n' ' ')"
	fi
}

# Mosquitto takes a new certificate only when it starts.
broker_stamp() {
	[ ! -e "$secured" ] || stat -c %y "$secured/broker/ca.crt" "$secured/broker/server.crt"
}

# A listener for each address and protocol, and then what holds for all.
secured_door() {
	for address in $(secured_addresses "$laptop"); do
		listener mqtt "$broker_port"
		# libwebsockets would take IPv4 as well
		[ ! -e "$secured/websockets" ] || [ "$address" = :: ] ||
			listener websockets "$(port_of websockets 9883 broker)"
	done
	sed '1,/^$/d' "$top/broker/secure.conf" | sed "s|@FOLDER@|$secured/broker|"
}

listener() {
	domain=ipv4
	[ "$address" != :: ] || domain=ipv6
	sed "/^\$/q; s|@PORT@|$2|; s|@ADDRESS@|$address|; s|@DOMAIN@|$domain|; s|@PROTOCOL@|$1|
		s|@FOLDER@|$secured/broker|" "$top/broker/secure.conf"
}

secured_addresses() {
	case $listen in
	127.0.0.1) printf '127.0.0.1 %s' "$1" ;;
	0.0.0.0) printf '0.0.0.0' ;;
	*) printf '0.0.0.0 ::' ;;
	esac
}

secured_places() {
	sockets=
	[ ! -e "$lab/websockets.port" ] || [ ! -e "$secured/websockets" ] ||
		sockets=", WebSockets on port $(cat "$lab/websockets.port")"
	printf '127.0.0.1:%s and %s:%s, with TLS and passwords%s' "$2" "$1" "$2" "$sockets"
}

# Who has an old password is thrown out by Mosquitto itself.
reload() {
	lock
	[ -e "$lab/broker.started" ] || die "is not up"
	[ -e "$secured" ] || die "runs unsecured: run ./scatola down, then up, to secure it"
	copy_security
	# shellcheck disable=SC2046 # one word or none
	signal HUP $(process broker) || die "there is no broker to be told: run ./scatola up"
	say "the broker has read passwords and rules again; ./scatola up starts again who has new ones"
}
