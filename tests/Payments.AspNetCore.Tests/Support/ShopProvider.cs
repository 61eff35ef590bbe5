using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Payments.Simulator;

namespace Payments.AspNetCore.Tests;

/// <summary>A provider as the shop of the tests uses it: its simulator, its keys, and how its payer is sent away and comes back.</summary>
internal sealed record ShopProvider(
    string Title,
    Func<SimulatorOptions, ProviderSimulator> Simulate,
    Func<ProviderSimulator, Dictionary<string, string?>> Keys,
    Func<IPaymentsBuilder, IConfiguration, IPaymentsBuilder> Register)
{
    /// <summary>The registration's name.</summary>
    internal string Name { get; } = Title.ToLowerInvariant();

    /// <summary>What the tests call it: the provider's name, and the way to pay where there are several.</summary>
    internal string Label { get; init; } = Title;

    internal string Currency { get; init; } = "EUR";

    /// <summary>Whether the money is taken only by our confirmation after the return. In Adyen's session the payer has paid before it.</summary>
    internal bool IsConfirmed { get; init; }

    internal PaymentChannel Channel { get; init; }

    internal PaymentMethod Method { get; init; }

    internal string? Token { get; init; }

    /// <summary>What a payer who found another payment's return brings: the parameter that names the payment, and another value.</summary>
    internal (string Name, string Value)? Forgery { get; init; }

    /// <summary>What the provider wants to hear when a webhook was taken.</summary>
    internal (int Status, string Body) Acknowledgement { get; init; } = (StatusCodes.Status200OK, "");

    /// <summary>Whether its messages are signed, so that a changed one is refused.</summary>
    internal bool IsSigned { get; init; } = true;

    /// <summary>Whether the payment is told of by a webhook once it is paid.</summary>
    internal bool IsTold { get; init; } = true;

    public override string ToString() => Label;

    internal static IReadOnlyList<ShopProvider> All { get; } =
    [
        Of<StripeSimulator>("Stripe", (p, s) => p.AddStripe(s), _ => new StripeSimulator(), s => new()
        {
            ["SecretKey"] = s.SecretKey, ["WebhookSecrets:0:Value"] = StripeSimulator.DefaultWebhookSecret,
        }),
        Of<PayPalSimulator>("PayPal", (p, s) => p.AddPayPal(s), _ => new PayPalSimulator(), s => new()
        {
            ["ClientId"] = s.ClientId, ["ClientSecret"] = s.ClientSecret, ["WebhookIds:0:Value"] = PayPalSimulator.DefaultWebhookId,
            ["WebhookCertificateRoots:0"] = s.RootCertificatePem,
        }) with { IsConfirmed = true, Forgery = ("token", "5O190127TN364715T") },
        Of<SquareSimulator>("Square", (p, s) => p.AddSquare(s), _ => new SquareSimulator(), s => new()
        {
            ["AccessToken"] = s.AccessToken, ["LocationId"] = s.LocationId, ["Currency"] = "USD",
            ["WebhookSubscriptions:0:NotificationUrl"] = s.NotificationUrl.OriginalString,
            ["WebhookSubscriptions:0:SignatureKeys:0:Value"] = SquareSimulator.DefaultSignatureKey,
        }) with { Currency = "USD" },
        Of<AdyenSimulator>("Adyen", (p, s) => p.AddAdyen(s), _ => new AdyenSimulator(), s => new()
        {
            ["ApiKey"] = s.ApiKey, ["MerchantAccount"] = s.MerchantAccount, ["WebhookSecrets:0:Value"] = AdyenSimulator.DefaultWebhookSecret,
        }) with { IsConfirmed = true, Token = AdyenTestMethods.CardWithRedirect, Forgery = ("redirectResult", "forged"), Acknowledgement = (200, "[accepted]") },
        Of<AdyenSimulator>("Adyen", (p, s) => p.AddAdyen(s), _ => new AdyenSimulator(), s => new()
        {
            ["ApiKey"] = s.ApiKey, ["MerchantAccount"] = s.MerchantAccount, ["WebhookSecrets:0:Value"] = AdyenSimulator.DefaultWebhookSecret, ["Flow"] = "Session",
        }) with { Label = "Adyen's session", Forgery = ("sessionResult", "forged"), Acknowledgement = (200, "[accepted]") },
        Of<AdyenSimulator>("Adyen", (p, s) => p.AddAdyen(s), _ => new AdyenSimulator(), s => new()
        {
            ["ApiKey"] = s.ApiKey, ["MerchantAccount"] = s.MerchantAccount, ["WebhookSecrets:0:Value"] = AdyenSimulator.DefaultWebhookSecret,
        }) with { Label = "Adyen's link", Acknowledgement = (200, "[accepted]") },
        Of<TossSimulator>("Toss", (p, s) => p.AddToss(s), _ => new TossSimulator(), s => new() { ["SecretKey"] = s.SecretKey, ["ClientKey"] = s.ClientKey })
            with { IsConfirmed = true, Currency = "KRW", Forgery = ("orderId", "order-of-another"), IsSigned = false },
        Of<InicisSimulator>("Inicis", (p, s) => p.AddInicis(s), options => new InicisSimulator(new InicisSimulatorOptions { WebhookHandler = options.WebhookHandler }), s => new()
        {
            ["MerchantId"] = s.Merchant.MerchantId, ["SignKey"] = s.Merchant.SignKey, ["HashKey"] = s.Merchant.HashKey, ["ApiKey"] = s.Merchant.ApiKey,
            ["ApiIv"] = s.Merchant.ApiIv, ["ClientIp"] = "203.0.113.7", ["ApprovalAddresses:fc"] = s.BaseAddress.OriginalString,
        }) with { IsConfirmed = true, Currency = "KRW", Forgery = ("orderNumber", "order-of-another"), IsSigned = false, IsTold = false },
        Of<InicisSimulator>("Inicis", (p, s) => p.AddInicis(s), options => new InicisSimulator(new InicisSimulatorOptions { WebhookHandler = options.WebhookHandler }), s => new()
        {
            ["MerchantId"] = s.Merchant.MerchantId, ["SignKey"] = s.Merchant.SignKey, ["HashKey"] = s.Merchant.HashKey, ["ApiKey"] = s.Merchant.ApiKey,
            ["ApiIv"] = s.Merchant.ApiIv, ["ClientIp"] = "203.0.113.7", ["MobileApprovalAddresses:fc"] = s.BaseAddress.OriginalString,
            ["MobilePageAddress"] = s.BaseAddress.OriginalString + "smart/payment/",
        }) with
        {
            Label = "Inicis on a phone", IsConfirmed = true, Currency = "KRW", Channel = PaymentChannel.MobileWeb, Forgery = ("P_TID", "forged"), IsSigned = false, IsTold = false,
        },
        Of<NaverPaySimulator>("NaverPay", (p, s) => p.AddNaverPay(s), _ => new NaverPaySimulator(), s => new()
        {
            ["ClientId"] = s.ClientId, ["ClientSecret"] = s.ClientSecret, ["ChainId"] = s.ChainId,
            ["PcPageAddress"] = s.BaseAddress.OriginalString, ["MobilePageAddress"] = s.BaseAddress.OriginalString,
        }) with { IsConfirmed = true, Currency = "KRW", Forgery = ("reserveId", "reserve-of-another"), IsTold = false },
        Of<KakaoPaySimulator>("KakaoPay", (p, s) => p.AddKakaoPay(s), _ => new KakaoPaySimulator(), s => new() { ["SecretKey"] = s.SecretKey, ["Cid"] = s.Cid })
            with { IsConfirmed = true, Currency = "KRW", Forgery = ("pg_token", "forged"), IsTold = false },
        Of<CoinbaseSimulator>("Coinbase", (p, s) => p.AddCoinbase(s), _ => new CoinbaseSimulator(), s => new()
        {
            ["ApiKeyId"] = s.ApiKeyId, ["ApiKeySecret"] = s.ApiKeySecret, ["WebhookSecrets:0:Value"] = CoinbaseSimulator.DefaultWebhookSecret,
        }),
        Of<BitPaySimulator>("BitPay", (p, s) => p.AddBitPay(s), options => new BitPaySimulator(new BitPaySimulatorOptions { WebhookHandler = options.WebhookHandler }), s => new()
        {
            ["Facade"] = "Merchant", ["ApiToken"] = s.MerchantToken, ["PrivateKey"] = s.PrivateKey,
        }),
        Of<CoinGateSimulator>("CoinGate", (p, s) => p.AddCoinGate(s), options => new CoinGateSimulator(new CoinGateSimulatorOptions { WebhookHandler = options.WebhookHandler }), s => new()
        {
            ["ApiToken"] = s.ApiToken, ["ReceiveCurrency"] = "EUR", ["WebhookSecrets:0:Value"] = "shop-callback-secret",
        }) with { IsSigned = false },
    ];

    /// <summary>Those whose payer brings back something that our confirmation hands to the provider.</summary>
    internal static IEnumerable<ShopProvider> Confirmed => All.Where(provider => provider.Forgery is not null);

    internal static IEnumerable<ShopProvider> Told => All.Where(provider => provider.IsTold);

    internal static ShopProvider Named(string title) => All.Single(provider => provider.Label == title);

    private static ShopProvider Of<TSimulator>(
        string title, Func<IPaymentsBuilder, IConfiguration, IPaymentsBuilder> register, Func<SimulatorOptions, TSimulator> simulate,
        Func<TSimulator, Dictionary<string, string?>> keys)
        where TSimulator : ProviderSimulator => new(title, simulate, simulator => keys((TSimulator)simulator), register);
}
