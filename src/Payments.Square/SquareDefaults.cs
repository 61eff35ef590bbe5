namespace Payments.Square;

/// <summary>Square's plain facts.</summary>
internal static class SquareDefaults
{
    internal const string Name = "square";

    // The newest version whose description is public. Without the header the developer console decides, so it always goes out.
    internal const string ApiVersion = "2025-08-20";
    internal const string VersionHeader = "Square-Version";
    internal const string ResetHeader = "X-RateLimit-Reset";

    // The older x-square-signature (SHA-1) is not accepted: whoever can choose the weaker one would.
    internal const string SignatureHeader = "x-square-hmacsha256-signature";

    // What a payment id begins with when it names no payment: Square's ids have no form by which they could be told apart.
    internal const string OrderPrefix = "order:";
    internal const string CheckoutPrefix = "checkout:";
    internal const string PaymentPrefix = "payment:";

    // What Square's own device list puts in front of an id, and a Terminal checkout does not take.
    internal const string DevicePrefix = "device:";

    // The kinds of related ids. 'payment' is also what the memory looks a payment's own id up by.
    internal const string PaymentKind = "payment";
    internal const string OrderKind = "order";
    internal const string LinkKind = "payment_link";
    internal const string CheckoutKind = "checkout";
    internal const string TerminalRefundKind = "terminal_refund";

    internal const string CashToken = "CASH";
    internal const string ExternalToken = "EXTERNAL";

    internal const int MaxPaymentKeyLength = 45;
    internal const int MaxTerminalKeyLength = 64;
    internal const int MaxLinkKeyLength = 192;
    internal const int MaxReferenceLength = 40;
    internal const int MaxNoteLength = 500;
    internal const int MaxReasonLength = 192;
    internal const int MaxRefundReferenceLength = 60;
    internal const int MaxItemNameLength = 512;
    internal const int MaxStatementLength = 20;
    internal const int MaxEmailLength = 255;
    internal const int MaxRedirectLength = 2048;
    internal const int MaxMetadataEntries = 10;
    internal const int MaxMetadataKeyLength = 60;
    internal const int MaxMetadataValueLength = 255;
    internal const int MaxPageSize = 100;

    // A search by order id goes through the seller's payments: so far at once, and on with the page token.
    internal const int MaxSearchedPages = 5;

    internal static readonly Uri Production = new("https://connect.squareup.com");
    internal static readonly Uri Sandbox = new("https://connect.squareupsandbox.com");
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan MinHold = TimeSpan.FromMinutes(1);
    internal static readonly TimeSpan MaxHold = TimeSpan.FromDays(7);
    internal static readonly TimeSpan MaxHoldCardPresent = TimeSpan.FromHours(36);
    internal static readonly TimeSpan MaxCheckoutLifetime = TimeSpan.FromMinutes(5);

    // How long Square keeps an order at least that nobody has touched.
    internal static readonly TimeSpan MinDraftLifetime = TimeSpan.FromDays(30);

    // Square publishes no lifetime. A day is what nobody contradicts; after it a payment is read, never sent again.
    internal static readonly TimeSpan IdempotencyKeyLifetime = TimeSpan.FromHours(24);

    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Get | PaymentOperations.Find
            | PaymentOperations.Capture | PaymentOperations.PartialCapture | PaymentOperations.Cancel
            | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund | PaymentOperations.Webhooks,

        // Those of the countries that Square is in. One location takes one of them: its own.
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "AUD CAD EUR GBP JPY USD"),
        PaymentMethods = new HashSet<PaymentMethod>
        {
            PaymentMethod.Card, PaymentMethod.CreditCard, PaymentMethod.DebitCard, PaymentMethod.DigitalWallet, PaymentMethod.BankTransfer,
            PaymentMethod.Cryptocurrency, PaymentMethod.BuyNowPayLater, PaymentMethod.GiftCard, PaymentMethod.Cash, PaymentMethod.Other,
        },

        // Completing and cancelling have no key at Square.
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan>
        {
            [PaymentOperations.Create] = IdempotencyKeyLifetime,
            [PaymentOperations.Refund] = IdempotencyKeyLifetime,
        },
    };

    internal static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
