/** The interface in Colombian Spanish. */
export const es = {
  product: "ChatNomina",
  tagline: "Tu nómina, explicada.",
  close: "Cerrar",
  cancel: "Cancelar",
  retry: "Reintentar",
  discard: "Descartar",
  loading: "Cargando…",
  supportCode: (code: string) => `Código para soporte: ${code}`,

  problem: {
    unreachable: "No hay conexión con el servidor. Revisa tu internet e intenta de nuevo.",
    unexpected: "Algo falló de nuestro lado. Intenta de nuevo en un momento.",
    waitSeconds: (seconds: number) =>
      seconds < 90
        ? `Espera ${seconds} segundos e intenta de nuevo.`
        : `Espera ${Math.ceil(seconds / 60)} minutos e intenta de nuevo.`,
    crashed: "Esta pantalla tuvo un problema. Lo que escribiste está guardado.",
    reload: "Volver a cargar",
  },

  login: {
    title: "Entra a tu cuenta",
    subtitle: "Usa el correo y la contraseña de tu empresa.",
    email: "Correo",
    password: "Contraseña",
    show: "Mostrar la contraseña",
    hide: "Ocultar la contraseña",
    submit: "Entrar",
    submitting: "Entrando…",
    missing: "Escribe tu correo y tu contraseña.",
    locked: "Hubo demasiados intentos con esta cuenta.",
    expired: "Tu sesión venció. Entra de nuevo y sigues donde ibas.",
    waiting: (count: number) =>
      count === 1
        ? "Tienes un mensaje por enviar: saldrá apenas entres."
        : `Tienes ${count} mensajes por enviar: saldrán apenas entres.`,
    other: "Entrar con otra cuenta",
    forgot: "¿Olvidaste tu contraseña?",
    forgotTitle: "Restablecer la contraseña",
    forgotIntro: "Escribe tu correo y te enviamos un enlace para poner una contraseña nueva.",
    forgotSubmit: "Enviarme el enlace",
    forgotSent: "Si ese correo tiene una cuenta, en unos minutos llega un enlace que sirve por 30 minutos.",
    back: "Volver",
    resetTitle: "Elige una contraseña nueva",
    resetIntro: "Doce caracteres o más. Varias palabras sin relación entre sí funcionan muy bien.",
    newPassword: "Contraseña nueva",
    resetSubmit: "Guardar la contraseña",
    resetDone: "Listo: ya puedes entrar con tu contraseña nueva.",
    directory: "Entrar con el directorio de la empresa",
    or: "o",
    directoryRefused:
      "El directorio de la empresa no completó tu ingreso. Intenta de nuevo o usa tu contraseña.",
    directoryLost: "Este ingreso empezó en otra ventana o ya venció. Intenta de nuevo.",
    privacy: "Solo ves tu propia información. Cada consulta queda protegida y a tu nombre.",
  },

  chat: {
    title: "Chat de nómina",
    conversation: "Conversación",
    assistant: "ChatNomina",
    you: "Tú",
    agent: "Talento Humano",
    hello: (name: string) => `Hola, ${name}`,
    intro: "Pregunta con tus palabras por tu pago, tus descuentos, tus vacaciones o tus cesantías.",
    placeholder: "Escribe tu pregunta",
    send: "Enviar",
    tooLong: (over: number) =>
      `El mensaje se pasa por ${over} ${over === 1 ? "carácter" : "caracteres"} del máximo de 2.000.`,
    left: (count: number) => `Quedan ${count} caracteres.`,
    typing: "ChatNomina está escribiendo",
    state: {
      queued: "En espera",
      queuedOffline: "Se enviará cuando vuelva la conexión",
      sending: "Enviando…",
      sent: "Enviado",
      failed: "No se envió",
    },
    offline: "Sin conexión. Lo que escribas se envía una sola vez cuando vuelva.",
    older: "Ver mensajes anteriores",
    beginning: "Aquí empieza la conversación",
    historyFailed: "No se pudieron cargar los mensajes.",
    today: "Hoy",
    yesterday: "Ayer",
    latest: "Ir al último mensaje",
    copy: "Copiar",
    copied: "Copiado",
    suggestions: "Puedes preguntar",
    newVersion: "Hay una versión nueva del chat.",
    update: "Actualizar",
    image: "Imagen enviada por el asistente",
  },

  rating: {
    group: "¿Te sirvió esta respuesta?",
    up: "Me sirvió",
    down: "No me sirvió",
    thanks: "Gracias por contarnos",
    title: "¿Qué faltó?",
    reasons: ["No respondió lo que pregunté", "La cifra no coincide", "No se entiende", "Es otra cosa"],
    detail: "Cuéntanos más (opcional)",
    submit: "Enviar",
  },

  table: { download: "Descargar como CSV" },

  chart: {
    asTable: "Ver como tabla",
    asChart: "Ver como gráfica",
    label: "Concepto",
    value: "Valor",
    share: "Parte",
    summary: (title: string, count: number) =>
      `Gráfica: ${title}. ${count} valores. Usa las flechas para recorrerlos.`,
  },

  documents: {
    download: (title: string) => `Descargar ${title}`,
    done: "Descargado",
  },

  picker: {
    date: "Fecha",
    from: "Desde",
    to: "Hasta",
    choose: "Elegir",
    file: "Elegir un archivo",
    upload: "Enviar el archivo",
    uploading: "Enviando el archivo…",
    none: "Ningún archivo elegido",
    outside: (min: string, max: string) => `Elige una fecha entre el ${min} y el ${max}.`,
    before: (min: string) => `Elige una fecha desde el ${min}.`,
    after: (max: string) => `Elige una fecha hasta el ${max}.`,
    order: "La segunda fecha debe ser igual o posterior a la primera.",
    tooBig: (size: string) => `El archivo pesa más de ${size}.`,
    wrongType: "Ese tipo de archivo no se admite.",
    accepted: (types: string, size: string) => `Se admite ${types}, de hasta ${size}.`,
    range: (from: string, to: string) => `del ${from} al ${to}`,
  },

  case: {
    title: "Caso",
    ask: "¿Cómo va?",
    askText: (number: string) => `¿Cómo va el caso ${number}?`,
    states: {
      open: "Abierto",
      in_review: "En revisión",
      resolved: "Resuelto",
      rejected: "No aprobado",
      withdrawn: "Retirado",
    } as Record<string, string>,
    kinds: {
      handover: "Hablar con una persona",
      wrong_pay: "Revisión de un pago",
      leave: "Ausencia o licencia",
      vacation: "Vacaciones",
      bank_account: "Cambio de cuenta bancaria",
      correction: "Corrección de datos",
      question: "Pregunta",
      personal_data: "Datos personales",
      certificate: "Certificado",
    } as Record<string, string>,
  },

  search: {
    open: "Buscar en la conversación",
    label: "Buscar",
    hint: "Palabras, sin importar las tildes",
    results: (count: number) =>
      count === 0 ? "Sin resultados" : count === 1 ? "1 resultado" : `${count} resultados`,
    reading: "Leyendo toda la conversación…",
  },

  work: {
    group: "Trabajo",
    desk: "Mesa de solicitudes",
    team: "Solicitudes de mi equipo",
  },

  menu: {
    open: "Más opciones",
    export: "Descargar la conversación",
    exported: "La conversación se descargó.",
    theme: "Tema",
    themes: { auto: "Como el dispositivo", light: "Claro", dark: "Oscuro" },
    textSize: "Tamaño de la letra",
    textSizeValue: (percent: string) => `Letra al ${percent}`,
    smaller: "Letra más pequeña",
    larger: "Letra más grande",
    language: "Idioma de la interfaz",
    languages: { es: "Español", en: "English" },
    appearance: "Apariencia",
    sessions: "Mis dispositivos",
    erase: "Borrar la conversación",
    install: "Instalar en este dispositivo",
    logOut: "Cerrar sesión",
    logOutEverywhere: "Cerrar sesión en todos los dispositivos",
  },

  sessions: {
    title: "Dispositivos con tu sesión abierta",
    current: "este dispositivo",
    lastUsed: (at: string) => `Usado por última vez: ${at}`,
    end: "Cerrar sesión",
    endOf: (device: string) => `Cerrar sesión de ${device}`,
    unknown: "Dispositivo sin nombre",
  },

  erase: {
    title: "¿Borrar toda la conversación?",
    body: "Se borra aquí y en la memoria del asistente, y no se puede recuperar. Tus registros de nómina no cambian.",
    confirm: "Borrar",
    done: "La conversación se borró.",
  },

  logOut: {
    title: "¿Cerrar la sesión en todos los dispositivos?",
    body: "También se cierra en este. Lo guardado aquí se borra.",
    confirm: "Cerrar todas",
    unsent: "Hay mensajes sin enviar que se perderán.",
  },

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
