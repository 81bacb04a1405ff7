// Run as a process of its own by tests: uses the embedded database of a folder until it gets SIGTERM.
import { startEmbedded } from "#src/database/embedded.ts";

const embedded = await startEmbedded(process.argv[2] ?? "");
process.once("SIGTERM", () => void embedded.stop().then(() => process.exit(0)));
process.stdout.write(`${embedded.url}\n`);
