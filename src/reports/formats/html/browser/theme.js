// Light or dark: as the system has it until somebody chooses. What is drawn on canvas listens for `promo:theme`.
{
  const root = document.documentElement
  const button = /** @type {HTMLButtonElement} */ (document.querySelector('#theme'))
  const system = matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches)

  const tell = () => {
    button.setAttribute('aria-pressed', String(isDark()))
    document.dispatchEvent(new Event('promo:theme'))
  }

  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    tell()
  })
  system.addEventListener('change', tell)
  addEventListener('beforeprint', tell)
  addEventListener('afterprint', tell)
  button.setAttribute('aria-pressed', String(isDark()))
}
