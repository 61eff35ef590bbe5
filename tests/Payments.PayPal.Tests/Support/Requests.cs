namespace Payments.PayPal.Tests;

/// <summary>Ids, paths and requests that most tests share.</summary>
internal static class Requests
{
    public const string OrderId = "5O190127TN364715T";
    public const string HoldId = "0VF52814937998046";
    public const string CaptureId = "3C679366HH908993F";
    public const string RefundId = "1JU08902781691411";
    public const string DisputeId = "PP-D-27803";

    public const string GetOrder = "GET /v2/checkout/orders/" + OrderId;
    public const string GetCapture = "GET /v2/payments/captures/" + CaptureId;
    public const string GetHold = "GET /v2/payments/authorizations/" + HoldId;
    public const string GetRefund = "GET /v2/payments/refunds/" + RefundId;
    public const string GetDispute = "GET /v1/customer/disputes/" + DisputeId;
    public const string CaptureOrder = "POST /v2/checkout/orders/" + OrderId + "/capture";
    public const string AuthorizeOrder = "POST /v2/checkout/orders/" + OrderId + "/authorize";
    public const string CaptureHold = "POST /v2/payments/authorizations/" + HoldId + "/capture";
    public const string VoidHold = "POST /v2/payments/authorizations/" + HoldId + "/void";
    public const string RefundCapture = "POST /v2/payments/captures/" + CaptureId + "/refund";

    public static readonly Money Total = new(20m, "USD");
    public static readonly PaymentReference Payment = new("paypal", OrderId, "A-1001");
    public static readonly PaymentReference Held = new("paypal", OrderId, "A-1001", [new RelatedId("authorization", HoldId)]);
    public static readonly PaymentReference Taken = new("paypal", OrderId, "A-1001", [new RelatedId("capture", CaptureId)]);

    public static PaymentRequest New(Money? amount = null, CaptureMode capture = CaptureMode.Automatic, params ProviderExtras[] extras) => new()
    {
        Amount = amount ?? Total,
        OrderId = "A-1001",
        Description = "Two mugs",
        ReturnUrl = new Uri("https://shop.example/pp/return?cart=7"),
        CancelUrl = new Uri("https://shop.example/pp/cancel"),
        CaptureMode = capture,
        IdempotencyKey = "key-1",
        Extras = extras,
    };

    public static ConfirmPaymentRequest Confirmation(Money? amount = null, string? token = OrderId, string? key = null) => new()
    {
        Payment = Payment,
        Amount = amount ?? Total,
        IdempotencyKey = key,
        ReturnParameters = token is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["token"] = token, ["PayerID"] = "PAYER23456789" },
    };

    public static RefundRequest Refund(Money? amount = null, PaymentReference? payment = null, string? capture = null) => new()
    {
        Payment = payment ?? Taken, Amount = amount, Reference = "R-1", Reason = "a mug was broken", CaptureId = capture, IdempotencyKey = "key-r",
    };

    /// <summary>An error answer with one issue.</summary>
    public static string Error(string issue, string name = "UNPROCESSABLE_ENTITY") =>
        $$"""{"name":"{{name}}","message":"Words of PayPal's.","debug_id":"f1","details":[{"issue":"{{issue}}","description":"changes"}],"links":[]}""";
}
