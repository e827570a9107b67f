import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url";

/**
 * Bring in the typeface (Inter, latin letters, 48 kB) without holding anything up: until it is here, and where a page
 * does not admit it, the device's own is used.
 */
export async function loadFont(): Promise<void> {
  const face = new FontFace(
    "Inter Variable",
    `url(${new URL(inter, import.meta.url).href}) format("woff2")`,
    {
      weight: "100 900",
      display: "swap",
    },
  );
  document.fonts.add(face);
  await face.load().catch(() => document.fonts.delete(face));
}
