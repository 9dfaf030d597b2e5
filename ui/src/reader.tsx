import "@fontsource-variable/inter";
import "./tasks/read/room.css";
import { createRoot } from "react-dom/client";
import { watchActivity } from "./core/activity";
import { touch } from "./core/reading";
import { guardRoom } from "./tasks/read/guardRoom";
import { ReadPage } from "./tasks/read/ReadPage";

// The reader's window has a page of its own: nothing of the coordinator's is loaded here.
guardRoom(document);
watchActivity(window, () => void touch().catch(() => undefined));
const root = document.getElementById("root");
if (root) createRoot(root).render(<ReadPage />);
