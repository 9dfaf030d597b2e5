import "@mantine/core/styles.css";
import "@mantine/spotlight/styles.css";
import "@fontsource-variable/inter";
import "./shared/look.css";
import { createRoot } from "react-dom/client";
import { newClient } from "./core/facts";
import { App } from "./shell/App";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App client={newClient()} />);
