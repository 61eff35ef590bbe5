namespace Payments.Reliability.Providers;

/// <summary>The eleven.</summary>
internal static class ShopProviders
{
    internal static IReadOnlyList<ShopProvider> All { get; } =
    [
        new StripeShop(), new PayPalShop(), new SquareShop(), new AdyenShop(), new TossShop(), new InicisShop(), new NaverPayShop(), new KakaoPayShop(),
        new CoinbaseShop(), new BitPayShop(), new CoinGateShop(),
    ];

    internal static ShopProvider Named(string name) => All.First(provider => provider.Name == name);
}
