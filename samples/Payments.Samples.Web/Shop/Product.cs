namespace Payments.Samples.Web.Shop;

/// <summary>Something that the shop sells.</summary>
/// <param name="Id">Its place in the address of a page.</param>
/// <param name="Name">What the payer reads, in the shop and at the provider.</param>
/// <param name="Text">One line about it.</param>
/// <param name="Picture">The symbol that stands for a photograph.</param>
/// <param name="Prices">Its price in each currency, the shop's own first. A price is set, never converted.</param>
public sealed record Product(string Id, string Name, string Text, string Picture, IReadOnlyList<Money> Prices)
{
    /// <summary>The price in a currency that a provider takes, won where it knows no euros; null where it takes none of them.</summary>
    public Money? PriceAt(IPaymentProvider provider)
    {
        var known = provider.Capabilities.Currencies.Known;
        var taken = Prices.Where(price => known.Contains(price.Currency)).Select(price => (Money?)price);
        return known.Contains(Currency.EUR) ? taken.FirstOrDefault() : taken.LastOrDefault();
    }
}

/// <summary>What the shop has.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Product> Products { get; } =
    [
        new("coffee", "Filter coffee, 250 g", "Washed Ethiopian, roasted on Tuesdays.", "☕", Prices(12.50m, 11.90m, 16_000)),
        new("teapot", "Cast-iron teapot", "Keeps 0.8 litres warm for an hour.", "🫖", Prices(64.00m, 59.00m, 84_000)),
        new("cup", "Celadon cup", "Thrown by hand in Icheon.", "🍵", Prices(28.00m, 26.00m, 36_000)),
        new("kettle", "Gooseneck kettle", "One litre, with a thermometer in the lid.", "♨️", Prices(89.00m, 82.00m, 117_000)),
    ];

    public static Product? Find(string? id) => Products.FirstOrDefault(product => product.Id == id);

    private static Money[] Prices(decimal dollars, decimal euros, decimal won) => [new(dollars, "USD"), new(euros, "EUR"), new(won, "KRW")];
}
