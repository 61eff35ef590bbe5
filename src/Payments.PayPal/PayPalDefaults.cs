namespace Payments.PayPal;

/// <summary>PayPal's plain facts.</summary>
internal static class PayPalDefaults
{
    internal const string Name = "paypal";

    internal const string TokenPath = "/v1/oauth2/token";
    internal const string OrdersPath = "/v2/checkout/orders";
    internal const string AuthorizationsPath = "/v2/payments/authorizations";
    internal const string CapturesPath = "/v2/payments/captures";
    internal const string RefundsPath = "/v2/payments/refunds";
    internal const string DisputesPath = "/v1/customer/disputes";
    internal const string VerificationPath = "/v1/notifications/verify-webhook-signature";
    internal const string CertificatesPath = "/v1/notifications/certs/";

    internal const string RequestIdHeader = "PayPal-Request-Id";
    internal const string PartnerHeader = "PayPal-Partner-Attribution-Id";
    internal const string DebugIdHeader = "Paypal-Debug-Id";

    internal const string TransmissionIdHeader = "PAYPAL-TRANSMISSION-ID";
    internal const string TransmissionTimeHeader = "PAYPAL-TRANSMISSION-TIME";
    internal const string TransmissionSignatureHeader = "PAYPAL-TRANSMISSION-SIG";
    internal const string CertificateUrlHeader = "PAYPAL-CERT-URL";
    internal const string AlgorithmHeader = "PAYPAL-AUTH-ALGO";
    internal const string Algorithm = "SHA256withRSA";

    /// <summary>What PayPal's Webhooks Simulator signs with in place of a webhook's id.</summary>
    internal const string SimulatorWebhookId = "WEBHOOK_ID";

    // What the payer brings back in the return address.
    internal const string ReturnedOrder = "token";

    // The kinds of related ids. The payment's own id is the order's.
    internal const string AuthorizationKind = "authorization";
    internal const string CaptureKind = "capture";

    // The limits of the published specification; newer pages name longer ones.
    internal const int MaxIdLength = 127;
    internal const int MaxTextLength = 127;
    internal const int MaxNoteLength = 255;
    internal const int MaxDescriptorLength = 22;
    internal const int MaxPartnerIdLength = 36;
    internal const int MaxQuantityDigits = 10;
    internal const int MaxCertificateBytes = 16 * 1024;

    // 15 digits before the point.
    internal const decimal MaxAmount = 999_999_999_999_999.99m;

    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>The shortest time after which PayPal drops an order that was not completed; an account manager can raise it to 72 hours.</summary>
    internal static readonly TimeSpan OrderLifetime = TimeSpan.FromHours(3);
    internal static readonly TimeSpan MaxOrderLifetime = TimeSpan.FromHours(72);

    internal static readonly TimeSpan OrderKeyLifetime = TimeSpan.FromHours(6);
    internal static readonly TimeSpan PaymentKeyLifetime = TimeSpan.FromDays(45);

    // A token is renewed this long before it ends; one that lives shorter, after nine tenths of its life.
    internal static readonly TimeSpan TokenMargin = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan MaxTokenLifetime = TimeSpan.FromDays(1);

    internal static readonly TimeSpan CertificateTimeout = TimeSpan.FromSeconds(15);
    internal static readonly TimeSpan CertificateLifetime = TimeSpan.FromHours(24);

    /// <summary>PayPal's own table. HUF and TWD have two decimals in ISO 4217.</summary>
    internal static readonly IReadOnlySet<string> ZeroDecimal = Codes("HUF JPY TWD");

    internal static readonly IReadOnlySet<string> ItemCategories = Codes("DIGITAL_GOODS PHYSICAL_GOODS DONATION");

    internal static readonly PayPalHosts Live = new(
        new Uri("https://api-m.paypal.com"), "messageverificationcerts.paypal.com", Codes("api.paypal.com api-m.paypal.com"));

    internal static readonly PayPalHosts Sandbox = new(
        new Uri("https://api-m.sandbox.paypal.com"), "messageverificationcerts.sandbox.paypal.com", Codes("api.sandbox.paypal.com api-m.sandbox.paypal.com"));

    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get
            | PaymentOperations.Capture | PaymentOperations.PartialCapture | PaymentOperations.MultipleCapture | PaymentOperations.Cancel
            | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund | PaymentOperations.Webhooks,

        // BRL, CNY and MYR only for accounts of that country.
        Currencies = SupportedCurrencies.Of(isExhaustive: true,
            "AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD"),
        PaymentMethods = new HashSet<PaymentMethod>
        {
            PaymentMethod.Card, PaymentMethod.CreditCard, PaymentMethod.DebitCard, PaymentMethod.DigitalWallet, PaymentMethod.BankTransfer, PaymentMethod.Other,
        },

        // A void carries no key: PayPal tells by the authorization that it was voided before. A confirmation has a new one each time: PayPal tells by the
        // order that it was completed before.
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan>
        {
            [PaymentOperations.Create] = OrderKeyLifetime,
            [PaymentOperations.Confirm] = OrderKeyLifetime,
            [PaymentOperations.Capture] = PaymentKeyLifetime,
            [PaymentOperations.Refund] = PaymentKeyLifetime,
        },
    };

    /// <summary>Whether an address is one of PayPal's own API's, of whichever environment.</summary>
    internal static bool IsOwn(Uri address) => Live.CertificateHosts.Contains(address.Host) || Sandbox.CertificateHosts.Contains(address.Host);

    internal static PayPalHosts HostsOf(PayPalEnvironment environment) => environment == PayPalEnvironment.Live ? Live : Sandbox;

    private static HashSet<string> Codes(string codes) => new(codes.Split(' '), StringComparer.Ordinal);
}

/// <summary>Where an environment is.</summary>
/// <param name="Api">The API.</param>
/// <param name="SignerName">The name in the certificate that signs webhooks.</param>
/// <param name="CertificateHosts">The hosts that such a certificate may be named at. Exactly these.</param>
internal sealed record PayPalHosts(Uri Api, string SignerName, IReadOnlySet<string> CertificateHosts);
