// Copies a command. Where the clipboard is closed to us, the command is selected, ready for Ctrl-C.
{
  const select = (button) => getSelection()?.selectAllChildren(button.parentElement.querySelector('code'))

  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy)
        button.textContent = 'Copied'
      } catch {
        select(button)
        button.textContent = 'Selected'
      }
    })
  }
}
