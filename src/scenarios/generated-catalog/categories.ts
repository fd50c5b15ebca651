/** A shelf of the shop: what stands on it, what it costs in whole units of the currency, how it is taxed and shipped. */
export interface Category {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly taxRateBps: number
  /** Logistics as a share of the base price. */
  readonly logisticsBps: number
  readonly products: readonly string[]
}

export const CATEGORIES: readonly Category[] = [
  { name: 'electronics', from: 1_499, to: 99_999, taxRateBps: 1800, logisticsBps: 150, products: ['Headphones', 'Speaker', 'Monitor', 'Camera', 'Router', 'Keyboard', 'Tablet', 'Projector'] },
  { name: 'mobiles', from: 4_999, to: 99_999, taxRateBps: 1800, logisticsBps: 80, products: ['Smartphone', 'Phone Case', 'Power Bank', 'Charger', 'Earbuds', 'Smartwatch'] },
  { name: 'appliances', from: 999, to: 79_999, taxRateBps: 1800, logisticsBps: 400, products: ['Mixer', 'Kettle', 'Toaster', 'Air Fryer', 'Vacuum Cleaner', 'Fan', 'Iron', 'Heater'] },
  { name: 'furniture', from: 1_499, to: 89_999, taxRateBps: 1800, logisticsBps: 600, products: ['Chair', 'Table', 'Bookshelf', 'Bed', 'Sofa', 'Desk', 'Wardrobe', 'Stool'] },
  { name: 'home', from: 149, to: 14_999, taxRateBps: 1200, logisticsBps: 300, products: ['Lamp', 'Bedsheet', 'Curtain', 'Pan', 'Bottle', 'Towel', 'Cushion', 'Vase'] },
  { name: 'fashion', from: 299, to: 7_999, taxRateBps: 1200, logisticsBps: 250, products: ['Shirt', 'Kurta', 'Jacket', 'Jeans', 'Dress', 'Sweater', 'Saree', 'Scarf'] },
  { name: 'footwear', from: 499, to: 9_999, taxRateBps: 1200, logisticsBps: 250, products: ['Shoes', 'Sandals', 'Boots', 'Loafers', 'Slippers', 'Sneakers'] },
  { name: 'beauty', from: 99, to: 3_999, taxRateBps: 1800, logisticsBps: 300, products: ['Shampoo', 'Lotion', 'Lipstick', 'Perfume', 'Soap', 'Serum', 'Sunscreen'] },
  { name: 'grocery', from: 99, to: 1_999, taxRateBps: 500, logisticsBps: 400, products: ['Tea', 'Coffee', 'Rice', 'Almonds', 'Honey', 'Olive Oil', 'Pasta', 'Biscuits'] },
  { name: 'sports', from: 199, to: 29_999, taxRateBps: 1200, logisticsBps: 300, products: ['Racket', 'Football', 'Yoga Mat', 'Dumbbells', 'Bicycle', 'Helmet', 'Gloves'] },
  { name: 'toys', from: 149, to: 7_999, taxRateBps: 1200, logisticsBps: 300, products: ['Puzzle', 'Train Set', 'Doll', 'Board Game', 'Kite', 'Blocks', 'Robot'] },
  { name: 'books', from: 99, to: 1_999, taxRateBps: 500, logisticsBps: 350, products: ['Novel', 'Cookbook', 'Atlas', 'Biography', 'Comic', 'Notebook', 'Dictionary'] },
]
