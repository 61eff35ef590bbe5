namespace Payments.Inicis.Tests;

/// <summary>Requests and returns that most tests share.</summary>
internal static class Requests
{
    public const string Tid = "StdpayCARDINIpayTest20261030090000000001";
    public const string AccountTid = "StdpayVBNKINIpayTest20261030090000000001";
    public const string MobileTid = "INIMX_CARDINIpayTest20261030090000123456";
    public const string Token = "tok+/=1==";
    public const string Mark = "5e7ef97ad1d3c1d27fcc98c591bc0071af22f7710e8bb34e253faae28d9369bc";

    public static readonly Money Amount = new(15_000m, "KRW");
    public static readonly PaymentReference Order = new("inicis", null, "A-1001");
    public static readonly PaymentReference Paid = new("inicis", Tid, "A-1001");
    public static readonly PaymentReference Account = new("inicis", AccountTid, "A-1001");

    public static PaymentRequest Payment(
        PaymentMethod method = PaymentMethod.Unspecified,
        PaymentChannel channel = PaymentChannel.Web,
        Money? amount = null,
        string orderId = "A-1001",
        TimeSpan? expiresAfter = null,
        int? installments = null,
        PaymentTax? tax = null,
        CaptureMode captureMode = CaptureMode.Automatic,
        PaymentCustomer? customer = null,
        Uri? returnUrl = null,
        Uri? webhookUrl = null,
        string? description = "머그컵 두 개",
        params ProviderExtras[] extras) => new()
    {
        Amount = amount ?? Amount,
        OrderId = orderId,
        Description = description,
        Method = method,
        Channel = channel,
        ExpiresAfter = expiresAfter,
        Installments = installments,
        Tax = tax,
        CaptureMode = captureMode,
        Customer = customer ?? new PaymentCustomer { Name = "홍길동", Email = "gildong.hong@example.com", Phone = "010-1234-5678" },
        ReturnUrl = returnUrl ?? new Uri("https://shop.example/return/A-1001"),
        WebhookUrl = webhookUrl,
        IdempotencyKey = "key-1",
        Extras = extras,
    };

    /// <summary>What the PC window posts to the return address.</summary>
    public static Dictionary<string, string> Return(params (string Name, string? Value)[] changes) => With(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["resultCode"] = "0000", ["resultMsg"] = "성공", ["mid"] = "INIpayTest", ["orderNumber"] = "A-1001", ["authToken"] = Token,
            ["authUrl"] = "https://fcstdpay.inicis.com/api/payAuth", ["netCancelUrl"] = "https://fcstdpay.inicis.com/api/netCancel", ["idc_name"] = "fc",
            ["charset"] = "UTF-8", ["merchantData"] = Mark,
        },
        changes);

    /// <summary>What the mobile page posts to the return address.</summary>
    public static Dictionary<string, string> MobileReturn(params (string Name, string? Value)[] changes) => With(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["P_STATUS"] = "00", ["P_RMESG1"] = "성공", ["P_TID"] = MobileTid, ["P_AMT"] = "15000", ["P_REQ_URL"] = "https://ksmobile.inicis.com/smart/payReq.ini",
            ["P_NOTI"] = Mark, ["idc_name"] = "ks",
        },
        changes);

    public static ConfirmPaymentRequest Confirmation(
        IReadOnlyDictionary<string, string> parameters, PaymentReference? payment = null, Money? amount = null) =>
        new() { Payment = payment ?? Order, Amount = amount ?? Amount, ReturnParameters = parameters, IdempotencyKey = "confirm-1" };

    public static RefundRequest Refund(
        PaymentReference? payment = null, decimal? amount = null, string? reason = null, RefundBankAccount? account = null, PaymentTax? tax = null, params ProviderExtras[] extras) => new()
    {
        Payment = payment ?? Paid,
        Amount = amount is { } won ? new Money(won, "KRW") : null,
        Reason = reason,
        Reference = "r-1",
        BankAccount = account is null ? default(Sensitive<RefundBankAccount>?) : new Sensitive<RefundBankAccount>(account),
        Tax = tax,
        IdempotencyKey = "refund-1",
        Extras = extras,
    };

    private static Dictionary<string, string> With(Dictionary<string, string> fields, (string Name, string? Value)[] changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null)
                fields.Remove(name);
            else
                fields[name] = value;
        }

        return fields;
    }
}
