namespace Payments.Samples.Web.Shop;

/// <summary>Something that the shop sells.</summary>
/// <param name="Id">Its place in the address of a page.</param>
/// <param name="Name">What the payer reads, in the shop and at the provider.</param>
/// <param name="Text">One line about it.</param>
/// <param name="Picture">The lines of a drawing that stands for a photograph: a path on 24 by 24.</param>
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
        new("coffee", "Filter coffee, 250 g", "Washed Ethiopian, roasted on Tuesdays.", "M7 3h10l1 4v13a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V7z M6 8h12 M9 13h6", Prices(12.50m, 11.90m, 16_000)),
        new("teapot", "Cast-iron teapot", "Keeps 0.8 litres warm for an hour.", "M5 10h11v6a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4z M16 12l4-4v3l-4 5 M5 12H3v3l2 1 M8 10a2.5 2.5 0 0 1 5 0 M10.5 7V6", Prices(64.00m, 59.00m, 84_000)),
        new("cup", "Celadon cup", "Thrown by hand in Icheon.", "M5 8h12v5a5 5 0 0 1-5 5h-2a5 5 0 0 1-5-5z M17 9h2a2 2 0 0 1 0 5h-2 M4 21h14 M9 3v2 M13 3v2", Prices(28.00m, 26.00m, 36_000)),
        new("kettle", "Gooseneck kettle", "One litre, with a thermometer in the lid.", "M7 9h9l2 11H5z M9 9a2.5 2.5 0 0 1 5 0 M17 13c3 0 2-5 4-6 M6 16c-4-1-3-7 1-7", Prices(89.00m, 82.00m, 117_000)),
    ];

    public static Product? Find(string? id) => Products.FirstOrDefault(product => product.Id == id);

    private static Money[] Prices(decimal dollars, decimal euros, decimal won) => [new(dollars, "USD"), new(euros, "EUR"), new(won, "KRW")];
}
