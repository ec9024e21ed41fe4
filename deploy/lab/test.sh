#!/bin/sh
# sealed deploy/lab/test.sh [TEST]…: tests of the lab, with the real broker and the applications as they are built; all,
# or those named. deploy/lab/test.sh --list tells their names. LabIT in src/it runs each in a seal of its own.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
export SCATOLA_INSTANCE=tested
# /tmp is the seal's own
export SCATOLA_RECORDINGS=/tmp/recordings
# not the one that somebody has made
export SCATOLA_SECURITY=
run=/run/scatola/tested

lab() {
	"$here/lab" "$@"
}

# check WHAT COMMAND…: COMMAND succeeds.
check() {
	what=$1
	shift
	"$@" || {
		printf '    not so: %s\n' "$what"
		exit 1
	}
}

not() {
	! "$@"
}

# eventually COMMAND…: COMMAND succeeds within 10 s.
eventually() {
	left=100
	until "$@"; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return 1
		sleep 0.1
	done
}

pid_of() {
	cut -d ' ' -f 1 "$run/lab/$1.pid"
}

start_of() {
	cut -d ' ' -f 2 "$run/lab/$1.pid"
}

# Lives, and is no zombie.
lives() {
	[ -r "/proc/$1/stat" ] && ! grep -q ') [ZX] ' "/proc/$1/stat"
}

nothing_is_left() {
	check "no folder is left" [ ! -e /run/scatola ]
	check "no namespace is left" [ -z "$(ip netns list)" ]
	check "no link is left" [ "$(ip -o link show | grep -vc 'ifb[01]')" = 1 ]
	check "no process is left" [ -z "$(grep -lzsxF "SCATOLA_LAB=$run" /proc/[0-9]*/environ)" ]
}

# answer ADDRESS [CURL-OPTION…]: the status with which the page answers there.
answer() {
	address=$1
	shift
	curl -s -o /tmp/answered -w '%{http_code}' "$@" "http://$address:8080/api/links" || :
}

# told TEXT ARGUMENT…: `scatola timeline ARGUMENT…` tells TEXT; all it told is in /tmp/told then.
told() {
	text=$1
	shift
	"$here/../../scatola" timeline "$@" >/tmp/told && grep -qF -- "$text" /tmp/told
}

# onlooker ADDRESS: hears there who is online.
onlooker() {
	XDG_CONFIG_HOME=/tmp/security/options/onlooker \
		mosquitto_sub -h "$1" -t 'scatola/node/pi1/availability' -C 1 -W 5 >/dev/null 2>&1
}

listening() {
	ss -Hltn "sport = :$1" | grep -q .
}

# Asks for what no box can do, which is told as soon as the recorder listens.
heard() {
	mosquitto_pub -h 127.0.0.1 -p 1883 -t scatola/box/request/listen -n
	told 'ask the box for listen'
}

# --- What the lab promises

a_box_comes_up_and_goes_without_a_trace() {
	lab up --pis 2
	check "status is 0" lab status
	check "the broker answers" mosquitto_sub -h 127.0.0.1 -p 1883 -t 'scatola/node/pi2/availability' -C 1 -W 5
	check "the page answers" curl -fs http://127.0.0.1:8080/api/status
	lab down
	nothing_is_left
}

a_second_up_changes_nothing() {
	lab up --pis 1
	before=$(cat "$run"/lab/*.pid)
	lab up
	check "the same processes run" [ "$before" = "$(cat "$run"/lab/*.pid)" ]
}

up_replaces_what_was_killed() {
	lab up --pis 2
	kill -9 "$(pid_of broker)" "$(pid_of presenter)" "$(pid_of pi1)"
	ip link del tested-pi2
	check "status is not 0" not lab status
	lab up
	check "status is 0" lab status
}

up_replaces_the_switch_and_a_namespace() {
	lab up --pis 2
	ip link del tested-sw
	ip netns del scatola-tested-pi1
	lab up
	check "status is 0" lab status
	check "Pi 1 reaches Pi 2" ip netns exec scatola-tested-pi1 ping -c 1 -W 2 198.18.0.12
}

an_up_that_was_killed_can_be_repeated() {
	"$here/lab" up --pis 2 &
	eventually [ -s "$run/lab/pi1.pid" ]
	kill -9 $!
	wait $! || :
	lab up
	check "both Pis are there" lab unplug pi2
	lab down
	nothing_is_left
}

an_interrupted_up_takes_away_what_it_made() {
	"$here/lab" up --pis 2 &
	eventually [ -s "$run/lab/pi1.pid" ]
	kill -TERM $!
	wait $! || :
	nothing_is_left
}

an_interrupted_up_leaves_what_was_there() {
	lab up --pis 1
	"$here/lab" up --pis 3 &
	eventually [ -s "$run/lab/pi2.pid" ]
	kill -TERM $!
	wait $! || :
	check "the first Pi runs" lives "$(pid_of pi1)"
	check "only the first Pi is there" [ "$(ip netns list | cut -d ' ' -f 1)" = scatola-tested-pi1 ]
}

a_pulled_cable_takes_the_carrier_and_leaves_the_routes() {
	lab up --pis 2
	routes=$(ip -n scatola-tested-pi2 route | sed 's/ linkdown//; s/ *$//')
	lab unplug pi2
	check "the carrier is gone" [ -n "$(ip -n scatola-tested-pi2 -o link show dev eth0 | grep NO-CARRIER)" ]
	check "Pi 1 does not reach it" not ip netns exec scatola-tested-pi1 ping -q -c 1 -W 1 198.18.0.12
	check "the routes stay" [ "$routes" = "$(ip -n scatola-tested-pi2 route | sed 's/ linkdown//; s/ *$//')" ]
	lab plug pi2
	check "Pi 1 reaches it again" ip netns exec scatola-tested-pi1 ping -q -c 1 -W 2 198.18.0.12
}

strangers_keep_their_ports_and_their_lives() {
	printf 'listener 1883 127.0.0.1\nallow_anonymous true\nuser root\n' >/tmp/stranger.conf
	mosquitto -c /tmp/stranger.conf >/dev/null 2>&1 &
	stranger=$!
	eventually mosquitto_pub -h 127.0.0.1 -t t -n 2>/dev/null
	lab up --pis 1
	ip netns exec scatola-tested-pi1 sleep 1000 &
	guest=$!
	check "the broker has another port" grep -qx 1884 "$run/lab/broker.port"
	# A pid file whose number has been used again.
	printf '%s 1\n' "$stranger" >"$run/lab/pi2.pid"
	lab down
	check "the stranger lives" lives "$stranger"
	check "the stranger in the Pi's namespace lives" lives "$guest"
	kill "$stranger" "$guest"
	wait "$stranger" "$guest" || :
	nothing_is_left
}

down_ends_what_outlived_its_parent() {
	lab up --pis 1
	# One that says by its environment whose it is, one that has moved elsewhere, one that works in the Pi's folder, as
	# guests do.
	SCATOLA_LAB=$run ip netns exec scatola-tested-pi1 sleep 1001 &
	SCATOLA_LAB=$run setsid sleep 1002 &
	mkdir -p "$run/pi1/vm/doge1"
	(cd "$run/pi1/vm/doge1" && exec ip netns exec scatola-tested-pi1 sleep 1003) &
	guest=$!
	rm "$run"/lab/*.pid
	lab down
	check "what worked in the Pi's folder has ended" not lives "$guest"
	nothing_is_left
}

two_boxes_do_not_meet() {
	lab up --pis 1
	SCATOLA_RECORDINGS=/tmp/other lab up --pis 1 --instance other
	check "the second has its own broker" grep -qx 1884 /run/scatola/other/lab/broker.port
	check "the second has its own page" grep -qx 8081 /run/scatola/other/lab/presenter.port
	lab down
	check "the second is whole" lab status --instance other
	lab down --instance other
	nothing_is_left
}

others_come_in_by_a_link_where_the_page_listens_for_them() {
	lab up --pis 1
	check "the laptop comes in" [ "$(answer 127.0.0.1)" = 200 ]
	check "nobody else is listened to" [ "$(answer 198.18.0.1)" = 000 ]
	SCATOLA_LISTEN=0.0.0.0 lab up
	check "who has no link is told" [ "$(answer 198.18.0.1)" = 401 ]
	check "the laptop still comes in" [ "$(answer 127.0.0.1)" = 200 ]
	token=$(sed 's/.*"presenter":{[^}]*#key=\([^"]*\)".*/\1/' /tmp/answered)
	check "who has a link comes in" [ "$(answer 198.18.0.1 -H "Authorization: Bearer $token")" = 200 ]
	check "the key of links is its owner's" [ "$(stat -c %a /tmp/recordings/link.key)" = 600 ]
}

a_secured_box_lets_in_whom_it_knows_from_where_it_listens() {
	export SCATOLA_SECURITY=/tmp/security
	"$here/../secure/secure" --pis 1 >/dev/null
	lab up --pis 1
	check "status is 0" lab status
	check "what clients need is told" grep -qx "SCATOLA_CREDENTIALS='/tmp/security/credentials/presenter'" <<-ENV
		$(lab env)
	ENV
	check "who is known is let in" onlooker 127.0.0.1
	check "no plain broker listens" not listening 1883
	check "nobody else is listened to" not onlooker 127.0.0.2
	check "more Pis need more users" not lab up --pis 2 2>/tmp/refused
	check "which is told" grep -qF "there is no user node-pi2: run ./scatola secure --pis 2" /tmp/refused
	"$here/../secure/secure" --pis 2 --host 127.0.0.2 --websockets >/dev/null
	SCATOLA_LISTEN=0.0.0.0 lab up --pis 2
	check "others are let in where it listens for them" onlooker 127.0.0.2
	check "WebSockets are spoken" listening 9883
	before=$(cat "$run"/lab/*.pid)
	SCATOLA_LISTEN=0.0.0.0 lab up
	check "a second up changes nothing" [ "$before" = "$(cat "$run"/lab/*.pid)" ]
	rm -r /tmp/security
	SCATOLA_LISTEN=0.0.0.0 lab up
	check "what it has of it is enough" [ "$before" = "$(cat "$run"/lab/*.pid)" ]
	unset SCATOLA_SECURITY
}

what_happened_is_told() {
	check "it needs a box" not "$here/../../scatola" timeline
	lab up --pis 1
	check "commands are told" eventually heard
	mosquitto_pub -h 127.0.0.1 -p 1883 -t scatola/box/request/record/mark -m '{"title":"Now","by":"anna"}'
	check "a chapter is told" eventually told 'anna  Now' --kind mark
	check "its command is told with its answer" eventually told '→ ok after' chapter --from -1m --kind command,answer
	check "nothing else is told" not told listen chapter
	"$here/../../scatola" timeline --from soon 2>/tmp/refused && exit 1
	check "a time that is none is refused" grep -qF "scatola: from: 'soon' is no time: send 14:03" /tmp/refused
}

nonsense_is_refused() {
	check "a bad name" not lab up --instance Box
	check "a long name" not lab up --instance toolong
	check "a path" not lab down --instance ../etc
	check "too many Pis" not lab up --pis 13
	check "no Pis" not lab up --pis 0
	check "a name to listen on" not env SCATOLA_LISTEN=laptop "$here/lab" up
	check "an unknown Pi" not lab unplug pi9
	check "an unknown command" not lab dance
	nothing_is_left
}

what_is_sealed_dies_with_its_parent() {
	sh -c "'$here/sealed' sleep 1003 & wait" &
	eventually pgrep -fx 'sleep 1003' >/dev/null
	kill -9 $!
	wait $! || :
	check "what was inside is gone" eventually not pgrep -fx 'sleep 1003' >/dev/null
}

what_is_sealed_dies_of_a_signal() {
	"$here/sealed" sh -c 'trap "" TERM INT; setsid sleep 1004 & sleep 1004' &
	eventually pgrep -fx 'sleep 1004' >/dev/null
	kill -TERM $!
	status=0
	wait $! || status=$?
	check "the status tells" [ "$status" = 143 ]
	check "what was inside is gone" not pgrep -fx 'sleep 1004'
}

what_is_sealed_is_furnished() {
	check "pipes pass" [ "$(echo in | "$here/sealed" sh -c 'cat; echo out')" = "in
out" ]
	check "namespaces can be made" "$here/sealed" ip netns add x
	check "multicast has a route" "$here/sealed" ip route get 239.1.2.3
	echo mine >/run/mine
	check "/run is empty" not "$here/sealed" cat /run/mine
	status=0
	"$here/sealed" sh -c 'exit 7' || status=$?
	check "the status passes" [ "$status" = 7 ]
}

# --- Running them

tests=$(sed -n 's/^\([a-z_]*\)() {$/\1/p' "$0" | sed -n '/^a_box_comes_up/,$p')
if [ "${1-}" = --list ]; then
	printf '%s\n' "$tests"
	exit
fi
[ ! -e /run/scatola ] || {
	echo "this is not sealed: run deploy/lab/sealed deploy/lab/test.sh" >&2
	exit 2
}
# shellcheck disable=SC2086 # a list of words
[ $# -gt 0 ] || set -- $tests
passed=0
failed=0
for test in "$@"; do
	printf '%s\n' "$tests" | grep -qx -- "$test" || {
		echo "there is no test '$test': deploy/lab/test.sh --list tells them" >&2
		exit 2
	}
	began=$(date +%s)
	result=0
	# Not in a condition: `set -e` would have no effect inside.
	set +e
	(
		set -e
		"$test"
	) >/tmp/output 2>&1 9>&-
	result=$?
	set -e
	for box in tested other; do
		lab down --instance "$box" >/dev/null
	done
	took=$(($(date +%s) - began))
	if [ "$result" = 0 ]; then
		passed=$((passed + 1))
		printf 'ok    %s (%s s)\n' "$test" "$took"
	else
		failed=$((failed + 1))
		printf 'FAILED %s (%s s)\n' "$test" "$took"
		cat /tmp/output
	fi
done
printf 'Lab: %s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
