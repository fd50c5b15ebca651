// Light or dark: as the system has it until somebody chooses. What is drawn on canvas listens for `promo:theme`.
{
  const root = document.documentElement
  const button = document.querySelector('#theme')
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
  // Paper is white. The print style comes too late for what is drawn on canvas, so the theme changes first.
  let chosen
  addEventListener('beforeprint', () => {
    chosen = root.dataset.theme
    root.dataset.theme = 'light'
    tell()
  })
  addEventListener('afterprint', () => {
    if (chosen === undefined) delete root.dataset.theme
    else root.dataset.theme = chosen
    tell()
  })
  button.setAttribute('aria-pressed', String(isDark()))
}
