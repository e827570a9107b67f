import { useTexts } from "../locale/texts";
import { useClient } from "../ui/Providers";
import { OneFieldForm } from "./OneFieldForm";

/** Asks for the link with which a password is set anew; the answer is the same whether the account exists or not. */
export function ForgottenPassword({ onBack }: { onBack: () => void }) {
  const texts = useTexts();
  const client = useClient();
  return (
    <OneFieldForm
      title={texts.login.forgotTitle}
      intro={texts.login.forgotIntro}
      field={{ label: texts.login.email, type: "email", autoComplete: "username" }}
      submitLabel={texts.login.forgotSubmit}
      done={texts.login.forgotSent}
      leaveLabel={texts.login.back}
      onSubmit={(email) => client.identity.requestPasswordReset(email.trim())}
      onLeave={onBack}
    />
  );
}
