using Payments.Http;

namespace Payments.Inicis;

/// <summary>Inicis' plain facts.</summary>
internal static class InicisDefaults
{
    internal const string Name = "inicis";
    internal const string ClientSdk = "INIStdPay";
    internal const string WindowVersion = "1.0";
    internal const string Charset = "UTF-8";
    internal const string MobileCharset = "utf8";

    // Not in Inicis' manual as far as it can be read: public integrations post the mobile form so. MobileCharset is of what comes back.
    internal const string MobileFormCharset = "EUC-KR";
    internal const string Ellipsis = "...";

    internal const int MerchantIdLength = 10;
    internal const int ApiKeyLength = 16;
    internal const int HashKeyLength = 32;
    internal const int MaxOrderIdLength = 40;
    internal const int MaxGoodsBytes = 40;
    internal const int MaxMobileGoodsBytes = 80;
    internal const int MaxNameBytes = 30;
    internal const int MinAmount = 100;
    internal const int MinCardAmount = 1000;

    /// <summary>A transaction id carries the merchant's id in its characters 11 to 20.</summary>
    internal const int MerchantIdInTransactionId = 10;

    internal const string LocalTime = "yyyyMMddHHmmss";
    internal const string FullRefundSuffix = "#full";

    internal static readonly InicisEndpoint Approval = new("/api/payAuth", "0000") { IsApproval = true };
    internal static readonly InicisEndpoint NetCancel = new("/api/netCancel", "0000");
    internal static readonly InicisEndpoint MobileApproval = new("/smart/payReq.ini", "00") { IsForm = true, IsApproval = true };
    internal static readonly InicisEndpoint MobileNetCancel = new("/smart/payNetCancel.ini", "00") { IsForm = true };
    internal static readonly InicisEndpoint Inquiry = new("/v2/pg/inquiry", "SUCCESS");
    internal static readonly InicisEndpoint Refund = new("/v2/pg/refund", "00");
    internal static readonly InicisEndpoint PartialRefund = new("/v2/pg/partialRefund", "00");
    internal static readonly InicisEndpoint AccountRefund = new("/api/v1/refund", "00");

    internal static readonly WordTable<InicisEndpoint> Endpoints = new(StringComparer.Ordinal, Array.ConvertAll(
        [Approval, NetCancel, MobileApproval, MobileNetCancel, Inquiry, Refund, PartialRefund, AccountRefund], endpoint => (endpoint, endpoint.Path)));

    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan NetCancelTimeout = TimeSpan.FromSeconds(30);

    // How far a time of INIAPI may be from its clock is not documented.
    internal static readonly TimeSpan MaxTimestampSkew = TimeSpan.FromSeconds(30);

    private static readonly InicisAddresses Live = new()
    {
        Api = new Uri("https://iniapi.inicis.com"),
        Script = new Uri("https://stdpay.inicis.com/stdjs/INIStdPay.js"),
        Standard = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["fc"] = new Uri("https://fcstdpay.inicis.com"), ["ks"] = new Uri("https://ksstdpay.inicis.com") },
        Mobile = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["fc"] = new Uri("https://fcmobile.inicis.com"), ["ks"] = new Uri("https://ksmobile.inicis.com") },
    };

    private static readonly InicisAddresses Test = new()
    {
        Api = new Uri("https://stginiapi.inicis.com"),
        Script = new Uri("https://stgstdpay.inicis.com/stdjs/INIStdPay.js"),
        Standard = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["stg"] = new Uri("https://stgstdpay.inicis.com") },
        Mobile = new Dictionary<string, Uri>(StringComparer.Ordinal)
        {
            ["stg"] = new Uri("https://stgmobile.inicis.com"), ["fc"] = new Uri("https://fcmobile.inicis.com"), ["ks"] = new Uri("https://ksmobile.inicis.com"),
        },
    };

    /// <summary>The mobile page is the same for tests: the merchant id decides.</summary>
    internal static readonly Uri MobilePage = new("https://mobile.inicis.com/smart/payment/");

    /// <summary>Where notices come from, as Inicis publishes it; the last five are of older lists.</summary>
    internal static readonly string[] NotificationSources =
    [
        "203.238.37.15", "39.115.212.9", "183.109.71.153", "118.129.210.25",
        "203.238.37.3", "203.238.37.16", "203.238.37.25", "203.238.37.32", "211.219.96.165",
    ];

    internal static readonly PaymentProviderCapabilities Capabilities = new()
    {
        Operations = PaymentOperations.Create | PaymentOperations.Confirm | PaymentOperations.Get | PaymentOperations.Find | PaymentOperations.Cancel
            | PaymentOperations.Refund | PaymentOperations.PartialRefund | PaymentOperations.GetRefund | PaymentOperations.Webhooks,
        Currencies = SupportedCurrencies.Of(isExhaustive: true, "KRW USD"),
        PaymentMethods = new HashSet<PaymentMethod>
        {
            PaymentMethod.Card, PaymentMethod.CreditCard, PaymentMethod.DebitCard, PaymentMethod.DigitalWallet, PaymentMethod.BankTransfer,
            PaymentMethod.VirtualAccount, PaymentMethod.MobileCarrier, PaymentMethod.GiftCard, PaymentMethod.Other,
        },

        // Nothing is sent: after a crash the same parameters can be signed again, however late.
        IdempotencyKeyLifetimes = new Dictionary<PaymentOperations, TimeSpan> { [PaymentOperations.Create] = TimeSpan.MaxValue },
    };

    internal static InicisAddresses AddressesOf(InicisOptions options) => options.Environment == InicisEnvironment.Test ? Test : Live;
}

/// <summary>One call: its path, and the code that means success there.</summary>
internal sealed record InicisEndpoint(string Path, string Success)
{
    /// <summary>Whether the answer is a form and not JSON.</summary>
    public bool IsForm { get; init; }

    /// <summary>Whether it takes the money, so that a code which is not known here is a decline.</summary>
    public bool IsApproval { get; init; }
}

/// <summary>The hosts of one environment; the approval's by the data centre (<c>idc_name</c>) that served the payer.</summary>
internal sealed record InicisAddresses
{
    public required Uri Api { get; init; }

    public required Uri Script { get; init; }

    public required IReadOnlyDictionary<string, Uri> Standard { get; init; }

    public required IReadOnlyDictionary<string, Uri> Mobile { get; init; }
}
