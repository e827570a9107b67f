import type { es } from "./es";

/** The interface in English, for people who read Spanish with effort; the assistant itself speaks Spanish. */
export const en: typeof es = {
  product: "ChatNomina",
  tagline: "Your pay, explained.",
  close: "Close",
  cancel: "Cancel",
  retry: "Try again",
  discard: "Discard",
  loading: "Loading…",
  supportCode: (code) => `Code for support: ${code}`,

  problem: {
    unreachable: "The server cannot be reached. Check your connection and try again.",
    unexpected: "Something failed on our side. Try again in a moment.",
    waitSeconds: (seconds) =>
      seconds < 90
        ? `Wait ${seconds} seconds and try again.`
        : `Wait ${Math.ceil(seconds / 60)} minutes and try again.`,
    crashed: "This screen had a problem. What you wrote is safe.",
    reload: "Load again",
  },

  login: {
    title: "Log in",
    subtitle: "Use your company e-mail and password.",
    email: "E-mail",
    password: "Password",
    show: "Show the password",
    hide: "Hide the password",
    submit: "Log in",
    submitting: "Logging in…",
    missing: "Write your e-mail and your password.",
    locked: "There were too many attempts with this account.",
    expired: "Your session expired. Log in again and go on where you were.",
    waiting: (count) =>
      count === 1
        ? "One message is waiting: it goes out as soon as you log in."
        : `${count} messages are waiting: they go out as soon as you log in.`,
    other: "Use another account",
    forgot: "Forgot your password?",
    forgotTitle: "Reset the password",
    forgotIntro: "Write your e-mail and we send you a link to set a new password.",
    forgotSubmit: "Send me the link",
    forgotSent: "If that e-mail has an account, a link that lasts 30 minutes arrives shortly.",
    back: "Back",
    resetTitle: "Choose a new password",
    resetIntro: "Twelve characters or more. Several unrelated words work very well.",
    newPassword: "New password",
    resetSubmit: "Save the password",
    resetDone: "Done: you can log in with your new password.",
    directory: "Log in with the company directory",
    or: "or",
    directoryRefused: "The company directory did not complete your log-in. Try again or use your password.",
    directoryLost: "That log-in began in another window or has expired. Try again.",
    privacy: "You only see your own information. Every query is protected and in your name.",
  },

  chat: {
    title: "Payroll chat",
    conversation: "Conversation",
    assistant: "ChatNomina",
    you: "You",
    agent: "Human Resources",
    hello: (name) => `Hello, ${name}`,
    intro: "Ask in your own words, in Spanish, about your pay, deductions, vacations or severance.",
    placeholder: "Write your question",
    send: "Send",
    tooLong: (over) => `The message is ${over} over the limit of 2,000 characters.`,
    left: (count) => `${count} characters left.`,
    typing: "ChatNomina is writing",
    state: {
      queued: "Waiting",
      queuedOffline: "It will be sent when the connection is back",
      sending: "Sending…",
      sent: "Sent",
      failed: "Not sent",
    },
    offline: "No connection. What you write is sent once when it is back.",
    older: "Earlier messages",
    beginning: "The conversation begins here",
    historyFailed: "The messages could not be loaded.",
    today: "Today",
    yesterday: "Yesterday",
    latest: "Go to the last message",
    copy: "Copy",
    copied: "Copied",
    suggestions: "You can ask",
    newVersion: "There is a new version of the chat.",
    update: "Update",
    image: "Picture sent by the assistant",
  },

  rating: {
    group: "Was this answer of use?",
    up: "It helped",
    down: "It did not help",
    thanks: "Thank you for telling us",
    title: "What was missing?",
    reasons: [
      "It did not answer my question",
      "The figure is not right",
      "It is not clear",
      "Something else",
    ],
    detail: "Tell us more (optional)",
    submit: "Send",
  },

  table: { download: "Download as CSV" },

  chart: {
    asTable: "Show as a table",
    asChart: "Show as a chart",
    label: "Item",
    value: "Value",
    share: "Share",
    summary: (title, count) => `Chart: ${title}. ${count} values. Use the arrow keys to go through them.`,
  },

  documents: {
    download: (title) => `Download ${title}`,
    done: "Downloaded",
  },

  picker: {
    date: "Date",
    from: "From",
    to: "To",
    choose: "Choose",
    file: "Choose a file",
    upload: "Send the file",
    uploading: "Sending the file…",
    none: "No file chosen",
    outside: (min, max) => `Choose a date between ${min} and ${max}.`,
    before: (min) => `Choose a date from ${min} on.`,
    after: (max) => `Choose a date up to ${max}.`,
    order: "The second date must not be before the first.",
    tooBig: (size) => `The file is larger than ${size}.`,
    wrongType: "That kind of file is not accepted.",
    accepted: (types, size) => `${types}, up to ${size}.`,
    range: (from, to) => `from ${from} to ${to}`,
  },

  case: {
    title: "Case",
    ask: "How is it going?",
    askText: (number) => `¿Cómo va el caso ${number}?`,
    states: {
      open: "Open",
      in_review: "In review",
      resolved: "Resolved",
      rejected: "Not approved",
      withdrawn: "Withdrawn",
    },
    kinds: {
      handover: "Talk to a person",
      wrong_pay: "Review of a payment",
      leave: "Absence or leave",
      vacation: "Vacation",
      bank_account: "Change of bank account",
      correction: "Correction of data",
      question: "Question",
      personal_data: "Personal data",
      certificate: "Certificate",
    },
  },

  search: {
    open: "Search the conversation",
    label: "Search",
    hint: "Words, with or without accents",
    results: (count) => (count === 0 ? "No results" : count === 1 ? "1 result" : `${count} results`),
    reading: "Reading the whole conversation…",
  },

  work: {
    group: "Work",
    desk: "Request desk",
    team: "My team's requests",
  },

  menu: {
    open: "More options",
    export: "Download the conversation",
    exported: "The conversation was downloaded.",
    theme: "Theme",
    themes: { auto: "As the device", light: "Light", dark: "Dark" },
    textSize: "Text size",
    textSizeValue: (percent) => `Text at ${percent}`,
    smaller: "Smaller text",
    larger: "Larger text",
    language: "Language of the interface",
    languages: { es: "Español", en: "English" },
    appearance: "Appearance",
    sessions: "My devices",
    erase: "Delete the conversation",
    install: "Install on this device",
    logOut: "Log out",
    logOutEverywhere: "Log out on every device",
  },

  sessions: {
    title: "Devices with an open session",
    current: "this device",
    lastUsed: (at) => `Last used: ${at}`,
    end: "End session",
    endOf: (device) => `End session on ${device}`,
    unknown: "Unnamed device",
  },

  erase: {
    title: "Delete the whole conversation?",
    body: "It is deleted here and in the memory of the assistant, for good. Your payroll records do not change.",
    confirm: "Delete",
    done: "The conversation was deleted.",
  },

  logOut: {
    title: "Log out on every device?",
    body: "This one as well. What is kept here is deleted.",
    confirm: "Log out of all",
    unsent: "Messages that were not sent will be lost.",
  },

  // The assistant understands Spanish, so what is sent to it stays so.
  suggested: {
    everyone: [
      "¿Cuánto me pagaron la quincena pasada?",
      "¿Por qué me descontaron salud?",
      "¿Por qué cambió mi pago?",
      "¿Cuánto llevo ganado este año?",
      "¿Cuántos días de vacaciones tengo?",
      "Quiero pedir vacaciones",
      "¿Cuánto tengo en cesantías?",
      "Necesito un certificado laboral",
    ],
    manager: ["¿Qué solicitudes de mi equipo están pendientes?"],
    staff: ["¿Cómo se liquidan las horas extras?"],
  },
};
