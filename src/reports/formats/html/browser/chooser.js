// Shows one SKU's change at a time: typed, picked from the list, stepped through, or named by a link.
{
  const input = document.querySelector('#sku')
  const shown = document.querySelector('#sku-shown')
  const cards = [...document.querySelectorAll('#changes > article')]
  let current = 0

  const show = (index) => {
    cards[current].hidden = true
    current = (index + cards.length) % cards.length
    cards[current].hidden = false
    input.value = cards[current].dataset.sku
    shown.textContent = `${current + 1} of ${cards.length}`
  }

  /** The SKU itself before one that begins so, and that before a name that has it somewhere. */
  const find = (text) => {
    const wanted = text.trim().toLowerCase()
    const tests = [({ sku }) => sku.toLowerCase() === wanted, ({ sku }) => sku.toLowerCase().startsWith(wanted), ({ sku, name }) => `${sku} ${name}`.toLowerCase().includes(wanted)]
    for (const test of tests) {
      const index = cards.findIndex((card) => test(card.dataset))
      if (index >= 0) return index
    }
    return -1
  }

  const search = () => {
    const index = find(input.value)
    if (index >= 0) show(index)
    else shown.textContent = 'not among the SKUs of this report'
  }

  if (input) {
    input.addEventListener('change', search)
    // A pick from the list is whole at once; what is typed waits for Enter.
    input.addEventListener('input', () => cards.some(({ dataset }) => dataset.sku === input.value) && search())
    for (const button of document.querySelectorAll('[data-step]')) button.addEventListener('click', () => show(current + Number(button.dataset.step)))
    for (const link of document.querySelectorAll('[data-show]')) link.addEventListener('click', () => show(find(link.dataset.show)))
    show(0)
  }
}
