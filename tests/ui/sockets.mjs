// Runs programs without a network, and keeps a record of every socket they open.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The ways into a network namespace of one's own: as root, or as the root of a user namespace. */
const WAYS = [
  ["unshare", "--net"],
  ["unshare", "--user", "--map-root-user", "--net"],
];

/** Returns the words before a command that take its network away. */
export function withoutNetwork() {
  const way = WAYS.find(([command, ...words]) => spawnSync(command, [...words, "true"]).status === 0);
  if (way) return way;
  throw new Error(
    "no network namespace can be made here: run this as root, or allow user namespaces " +
      "(sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0)",
  );
}

/** Returns the words before a command that record its sockets, and those of its children, in a file. */
export function traced(file) {
  // io_uring could open sockets, too, past this record: then it would have to be on it itself.
  const calls = "trace=socket,connect,io_uring_setup";
  return ["strace", "--follow-forks", "--seccomp-bpf", "--quiet=all", "-e", calls, "-o", file];
}

/** Returns what is on the record: each call with its family, e.g. `AF_UNIX`. */
export function socketsOf(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines
    .filter((line) => /\b(socket|io_uring_setup)\(/.test(line))
    .map((line) => ({ line, family: /socket\((\w+)/.exec(line)?.[1] ?? "io_uring" }));
}

/** Returns the calls that could reach another machine: anything but what stays within this one. */
export function internetSockets(file) {
  // Netlink asks the kernel which interfaces there are; it carries nothing.
  const within = ["AF_UNIX", "AF_NETLINK"];
  return socketsOf(file)
    .filter(({ family }) => !within.includes(family))
    .map(({ line }) => line);
}

/** What a window talks to within this machine: its display, and the buses of the desktop and of its aids. */
const DESKTOP = [
  /^@?\/tmp\/\.X11-unix\//,
  /\/dbus-[^/]+$/,
  /\/at-spi\/bus/,
  /\/system_bus_socket$/,
];

/** Returns the sockets of this machine that were asked for and are not the desktop's: a resolver's, a daemon's. */
export function strangers(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  const paths = lines.map((line) => /connect\(.*sun_path=(@?)"([^"]*)"/.exec(line));
  return paths
    .flatMap((found) => (found ? [found[1] + found[2]] : []))
    .filter((path) => !DESKTOP.some((known) => known.test(path)));
}
