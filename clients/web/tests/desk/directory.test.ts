// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { backFromDirectory, DirectoryFailure } from "../../src/session/directory";

beforeEach(() => {
  sessionStorage.clear();
  window.history.replaceState(null, "", "/");
});

function comeBack(
  address: string,
  begun: { state: string; secret: string } | null = { state: "s", secret: "x" },
) {
  if (begun) sessionStorage.setItem("chatnomina.directory", JSON.stringify(begun));
  window.history.replaceState(null, "", address);
  return backFromDirectory();
}

describe("the way back from the directory", () => {
  it("is no business of a page that does not come from there", () => {
    expect(comeBack("/#/mesa")).toBeNull();
    expect(sessionStorage.length).toBe(1);
  });

  it("takes the code with this tab's secret, and leaves neither behind", () => {
    expect(comeBack("/entrar?state=s&code=c")).toEqual({ state: "s", code: "c", secret: "x" });
    expect(window.location.pathname + window.location.search).toBe("/");
    expect(sessionStorage.length).toBe(0);
  });

  it("tells a refusal from an answer to another tab", () => {
    expect(comeBack("/entrar?state=s&error=access_denied")).toEqual(new DirectoryFailure("refused"));
    expect(comeBack("/entrar?state=other&code=c")).toEqual(new DirectoryFailure("lost"));
    expect(comeBack("/entrar?state=s&code=c", null)).toEqual(new DirectoryFailure("lost"));
  });
});
