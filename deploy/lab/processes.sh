# shellcheck shell=sh disable=SC2034,SC2154 # sourced: lab sets and uses what is not set and used here
# The box's processes: WHO.pid holds pid and start time, so that a number that is used again is not taken for ours.

# Prints the start time of process $1 in ticks since boot; fails if it is gone or only waits to be reaped.
start_time() {
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
	# shellcheck disable=SC2086 # the fields behind the name, which may hold spaces
	set -- ${stat##*) }
	[ "$1" != Z ] && [ "$1" != X ] && printf '%s\n' "${20}"
}

# Prints PID:START of the process of $1, if it lives.
process() {
	{ read -r pid started <"$lab/$1.pid"; } 2>/dev/null && [ "$(start_time "$pid")" = "$started" ] &&
		printf '%s:%s\n' "$pid" "$started"
}

lives() {
	process "$1" >/dev/null
}

# Sends the signal $1 to those of the processes PID:START… that live; fails if none does.
signal() {
	signal=$1
	living=
	shift
	for one in "$@"; do
		[ "$(start_time "${one%:*}")" != "${one#*:}" ] || living="$living ${one%:*}"
	done
	# shellcheck disable=SC2086 # a list of numbers
	[ -n "$living" ] && { kill -s "$signal" $living 2>/dev/null || :; }
}

# Ends the processes PID:START…: those that take longer than our patience, by force.
end() {
	signal TERM "$@" || return 0
	tenths=0
	while signal 0 "$@"; do
		[ "$tenths" -lt $((patience + 50)) ] || die "these processes cannot be ended: $*"
		[ "$tenths" -ne "$patience" ] || signal KILL "$@" || :
		tenths=$((tenths + 1))
		sleep 0.1
	done
}

# Prints PID:START of everything that runs for this box, or only in its Pi $1: what carries the mark, and what is in
# the Pi's namespace and works in its folder. What has another PID namespace is a sealed box of the
# same name, and not meant.
processes() {
	own=$(readlink /proc/self/ns/pid)
	mark=SCATOLA_LAB=$state
	[ $# -eq 0 ] || mark=SCATOLA_FOLDER=$state/$1
	{
		grep -lzsxF "$mark" /proc/[0-9]*/environ || :
		for inside in ${1:-$(pis)}; do
			for pid in $(ip netns pids "$(namespace "$inside")" 2>/dev/null); do
				case $(readlink "/proc/$pid/cwd") in
				"$state/$inside/"*) printf '%s\n' "/proc/$pid/cwd" ;;
				*) ;;
				esac
			done
		done
	} | cut -d / -f 3 | sort -u | while read -r pid; do
		if [ "$(readlink "/proc/$pid/ns/pid")" = "$own" ] && started=$(start_time "$pid"); then
			printf '%s:%s\n' "$pid" "$started"
		fi
	done
}

# start WHO STAMP COMMAND…: has COMMAND running for WHO. A process that was started with another stamp or command is
# replaced.
start() {
	who=$1
	if lives "$who" && [ "$(cat "$lab/$who.started")" = "$*" ]; then
		return
	fi
	# shellcheck disable=SC2046 # one word or none
	end $(process "$who")
	made="$who $made"
	printf '%s\n' "$*" >"$lab/$who.started"
	shift 2
	setsid env SCATOLA_LAB="$state" "$@" </dev/null >>"$lab/$who.log" 2>&1 9>&- &
	printf '%s %s\n' "$!" "$(start_time "$!")" >"$lab/$who.pid"
}

# await WHO SECONDS CONDITION…: waits until CONDITION holds, or tells why it does not.
await() {
	who=$1
	tenths=$(($2 * 10))
	waited=0
	shift 2
	until "$@"; do
		reason="is not ready after $((waited / 10)) s"
		lives "$who" || reason="ended"
		if [ "$reason" = ended ] || [ "$waited" -ge "$tenths" ]; then
			progress_end
			tail -n 25 "$lab/$who.log" >&2
			die "$who $reason: above are the last lines of its log, $lab/$who.log." \
				"Mend the cause and run up again, or run down."
		fi
		sleep 0.1
		waited=$((waited + 1))
		[ $((waited % 10)) -ne 0 ] || progress "waiting for $who, $((waited / 10)) s"
	done
	progress_end
}

# Says what takes long: over and over on one line of a terminal, elsewhere on a line every 5 s.
progress() {
	if [ -t 1 ]; then
		printf '\r\033[K%s: %s' "$instance" "$*"
		shown=1
	elif [ $((waited % 50)) -eq 0 ]; then
		say "$*"
	fi
}

progress_end() {
	[ -z "$shown" ] || printf '\r\033[K'
	shown=
}
