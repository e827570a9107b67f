import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { addressOf } from "../api/addresses";
import { Client } from "../client";
import { localeOf } from "../locale/texts";
import { backFromDirectory } from "../session/directory";
import { adoptedCache } from "../ui/adoptedSheet";
import { loadFont } from "../ui/font";
import { Providers } from "../ui/Providers";
import { awaitInstallOffer } from "../ui/useInstall";
import { App } from "./App";
import { keepForOffline } from "./serviceWorker";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");

const client = new Client({ services: addressOf("/", window.location.origin) });
awaitInstallOffer();
createRoot(root).render(
  <StrictMode>
    <Providers
      client={client}
      cache={adoptedCache("cn", document.head)}
      onLook={(_mode, language) => {
        document.documentElement.lang = localeOf(language);
      }}
    >
      <App />
    </Providers>
  </StrictMode>,
);
void client.start(backFromDirectory());
void loadFont();
window.addEventListener("load", () => void keepForOffline());
