import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { Component, type ReactNode } from "react";
import type { Texts } from "../locale/texts";
import { Notice } from "./Notice";

interface ErrorBoundaryProps {
  texts: Texts;
  onReload: () => void;
  children: ReactNode;
}

/** Keeps a screen that fails from taking the page with it, and offers the way back. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const { texts, onReload } = this.props;
    return (
      <Box sx={{ p: 3, maxWidth: 560, mx: "auto" }}>
        <Notice severity="error" action={<Button onClick={onReload}>{texts.problem.reload}</Button>}>
          {texts.problem.crashed}
        </Notice>
      </Box>
    );
  }
}
