using System.Globalization;
using System.Text.Json;
using Payments.Http;

namespace Payments.Inicis;

/// <summary>Makes what the payer's browser opens the payment window with. Nothing is sent; Inicis sees it first from the browser.</summary>
internal sealed class InicisWindow(IPaymentProvider provider, InicisOptions options)
{
    internal NextAction Of(PaymentRequest request, DateTimeOffset now)
    {
        Check(request);
        return IsMobile(request)
            ? new FormPostAction(options.MobilePageAddress ?? InicisDefaults.MobilePage) { Fields = Mobile(request, now), AcceptCharset = InicisDefaults.MobileFormCharset }
            : new ClientSdkAction(InicisDefaults.ClientSdk, JsonSerializer.Serialize(Standard(request, now), InicisBrowserJson.Default.DictionaryStringString))
            {
                ScriptUrl = options.ScriptAddress ?? InicisDefaults.AddressesOf(options).Script,
            };
    }

    private Dictionary<string, string> Standard(PaymentRequest request, DateTimeOffset now)
    {
        var price = InicisMoney.ToWire(request.Amount);
        var timestamp = Milliseconds(now);
        var extras = request.Extras.Get<InicisPaymentExtras>();
        var fields = new InicisFields
        {
            ["version"] = InicisDefaults.WindowVersion,
            ["mid"] = options.MerchantId,
            ["oid"] = request.OrderId,
            ["price"] = price,
            ["timestamp"] = timestamp,
            ["use_chkfake"] = "Y",
            ["signature"] = InicisSignatures.Window(request.OrderId, price, timestamp),
            ["verification"] = InicisSignatures.WindowVerification(request.OrderId, price, options.SignKey, timestamp),
            ["mKey"] = InicisSignatures.SignKeyHash(options.SignKey),
            ["currency"] = InicisMoney.CodeOf(request.Amount.Currency),
            ["goodname"] = ShortGoods(request),
            ["buyername"] = Name(request),
            ["buyertel"] = request.Customer?.Phone?.Reveal() ?? throw Needs("Customer.Phone"),
            ["buyeremail"] = request.Customer?.Email?.Reveal() is not { } email ? throw Needs("Customer.Email")
                : IsPlain(email) ? email
                : throw new PaymentRequestException("Inicis takes no special characters in Customer.Email but '@' and '.'."),
            ["returnUrl"] = ReturnUrl(request),
            ["closeUrl"] = CloseUrl(request, extras),
            ["gopaymethod"] = Method(request, InicisMapping.StandardMethods, ""),
            ["acceptmethod"] = Accepted(request, extras, now),
            ["merchantData"] = InicisSignatures.Mark(options, request.OrderId, price),
            ["quotabase"] = request.Installments?.ToString(CultureInfo.InvariantCulture),
            ["tax"] = Part(request.Tax?.Vat),
            ["taxfree"] = Part(request.Tax?.TaxFree),
            ["charset"] = InicisDefaults.Charset,
        };
        return fields.Present();
    }

    private Dictionary<string, string> Mobile(PaymentRequest request, DateTimeOffset now)
    {
        if (options.HashKey is not { } hashKey)
            throw new PaymentRequestException("Mobile payments need InicisOptions.HashKey: set it, or use Channel.Web.");
        if (char.IsAsciiDigit(request.OrderId[0]))
            throw new PaymentRequestException("OrderId must not begin with a digit: Inicis' mobile checksum could not tell it from the amount's end.");
        if (request.Amount.Currency != Currency.KRW)
            throw new PaymentRequestException("Inicis' mobile page takes KRW only.", PaymentErrorCode.UnsupportedCurrency);
        var price = InicisMoney.ToWire(request.Amount);
        var timestamp = Milliseconds(now);
        var method = Method(request, InicisMapping.MobileMethods, "CARD");
        var deadline = Deadline(request, now);
        var fields = new InicisFields
        {
            ["P_INI_PAYMENT"] = method,
            ["P_MID"] = options.MerchantId,
            ["P_OID"] = request.OrderId,
            ["P_AMT"] = price,
            ["P_GOODS"] = ProviderText.CutBytes(Goods(request), InicisDefaults.MaxMobileGoodsBytes),
            ["P_UNAME"] = Name(request),
            ["P_MOBILE"] = request.Customer?.Phone?.Reveal(),
            ["P_EMAIL"] = request.Customer?.Email?.Reveal() is { } email && IsPlain(email) ? email : null,
            ["P_NEXT_URL"] = ReturnUrl(request),
            ["P_NOTI_URL"] = (request.WebhookUrl ?? options.NotificationUrl)?.OriginalString
                ?? (method == "VBANK" ? throw Needs("WebhookUrl, or InicisOptions.NotificationUrl,") : null),
            ["P_TIMESTAMP"] = timestamp,
            ["P_CHKFAKE"] = InicisSignatures.Mobile(price, request.OrderId, timestamp, hashKey),
            ["P_RESERVED"] = Reserved(request),
            ["P_HPP_METHOD"] = method == "MOBILE" ? PhoneBill() : null,
            ["P_CHARSET"] = InicisDefaults.MobileCharset,
            ["P_NOTI"] = InicisSignatures.Mark(options, request.OrderId, price),
            ["P_QUOTABASE"] = MobileInstalments(request),
            ["P_TAX"] = Part(request.Tax?.Vat),
            ["P_TAXFREE"] = Part(request.Tax?.TaxFree),
            ["P_VBANK_DT"] = Korean(deadline, "yyyyMMdd"),
            ["P_VBANK_TM"] = Korean(deadline, "HHmm"),
        };
        return fields.Present();
    }

    // 'centerCd(Y)' and 'centerCd=Y' have the return say which data centre served the payer: without it nothing could be approved.
    private string Accepted(PaymentRequest request, InicisPaymentExtras? extras, DateTimeOffset now)
    {
        List<string> accepted = ["centerCd(Y)"];
        if (IsSmall(request))
            accepted.Add("below1000");
        if (request.Method is PaymentMethod.MobileCarrier || (request.Method is PaymentMethod.Unspecified && options.PhoneBill != InicisPhoneBill.None))
            accepted.Add($"HPP({PhoneBill()})");
        if (Korean(Deadline(request, now), "yyyyMMddHHmm") is { } deadline)
            accepted.Add($"vbank({deadline})");
        if (extras?.CashReceipt is { } receipt)
            accepted.Add(receipt ? "va_receipt" : "no_receipt");
        return string.Join(':', accepted);
    }

    private static string Reserved(PaymentRequest request)
    {
        var extras = request.Extras.Get<InicisPaymentExtras>();
        List<string> reserved = ["centerCd=Y", "amt_hash=Y"];
        if (IsSmall(request))
            reserved.Add("below1000=Y");
        if (extras?.CashReceipt == true)
            reserved.Add("vbank_receipt=Y");
        if (extras?.AppScheme is { } scheme)
            reserved.Add("app_scheme=" + (Uri.TryCreate(scheme, UriKind.Absolute, out _) && !scheme.Contains('&', StringComparison.Ordinal)
                ? scheme
                : throw new PaymentRequestException("InicisPaymentExtras.AppScheme must be an app's scheme, such as 'myapp://'.")));
        return string.Join('&', reserved);
    }

    private void Check(PaymentRequest request)
    {
        if (request.CaptureMode == CaptureMode.Manual)
            throw new PaymentOperationNotSupportedException(provider.Name, PaymentOperations.Capture, "Inicis takes the money at once: use CaptureMode.Automatic.");
        ProviderRules.Check(provider, request, RequestFeatures.Installments
            | (request.Method == PaymentMethod.VirtualAccount ? RequestFeatures.Expiry : RequestFeatures.None));
        if (request.OrderId.Length is 0 or > InicisDefaults.MaxOrderIdLength || !request.OrderId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new PaymentRequestException("Inicis takes an OrderId of 1 to 40 of A-Z a-z 0-9 - _.");
        InicisMoney.ToWire(request.Amount);
        if (request.Amount.Currency != Currency.KRW && !MayBeCard(request))
            throw new PaymentRequestException("Inicis takes other currencies than KRW by card only.", PaymentErrorCode.UnsupportedCurrency);
        if (request.Amount.Currency == Currency.KRW && request.Amount.Amount < InicisDefaults.MinAmount)
            throw new PaymentRequestException("Inicis takes 100 KRW or more.", PaymentErrorCode.AmountTooSmall);
    }

    private PaymentRequestException Needs(string field) => new($"{provider.Name} needs {field} for this payment.");

    private string Name(PaymentRequest request) =>
        ProviderText.CutBytes(request.Customer?.Name?.Reveal(), InicisDefaults.MaxNameBytes) is { Length: > 0 } name ? name : throw Needs("Customer.Name");

    // An address with other characters is refused by Inicis; one without them would be somebody else's.
    private static bool IsPlain(string email) => email.All(c => char.IsAsciiLetterOrDigit(c) || c is '@' or '.');

    private string ReturnUrl(PaymentRequest request) => request.ReturnUrl is { IsAbsoluteUri: true } url && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback)
        ? url.OriginalString
        : throw Needs("ReturnUrl, an absolute https address that takes a POST,");

    private static string? CloseUrl(PaymentRequest request, InicisPaymentExtras? extras) =>
        extras?.CloseUrl is not { } url ? null
        : url.IsAbsoluteUri && url.GetLeftPart(UriPartial.Authority) == request.ReturnUrl!.GetLeftPart(UriPartial.Authority) ? url.OriginalString
        : throw new PaymentRequestException("InicisPaymentExtras.CloseUrl must have the origin of ReturnUrl.");

    private static string Method(PaymentRequest request, IReadOnlyDictionary<PaymentMethod, string> methods, string otherwise) =>
        request.Method == PaymentMethod.Unspecified ? otherwise
        : methods.TryGetValue(request.Method, out var method) ? method
        : throw new PaymentRequestException(
            $"Inicis' window cannot be asked for {request.Method} alone: leave Method out; wallets are among the cards.", PaymentErrorCode.MethodUnavailable);

    private string PhoneBill() => options.PhoneBill switch
    {
        InicisPhoneBill.Content => "1",
        InicisPhoneBill.Goods => "2",
        _ => throw new PaymentRequestException("Phone payments need InicisOptions.PhoneBill: Content or Goods, as the contract says."),
    };

    private static DateTimeOffset? Deadline(PaymentRequest request, DateTimeOffset now) => request.ExpiresAfter is { } lifetime ? now + lifetime : null;

    private static string? Korean(DateTimeOffset? time, string format) => time is { } at ? ProviderTime.Format(at, format, ProviderTime.KoreaOffset) : null;

    private static bool IsMobile(PaymentRequest request) => request.Channel is PaymentChannel.MobileWeb or PaymentChannel.App;

    private static bool IsSmall(PaymentRequest request) =>
        request.Amount.Currency == Currency.KRW && request.Amount.Amount < InicisDefaults.MinCardAmount && MayBeCard(request);

    private static bool MayBeCard(PaymentRequest request) =>
        request.Method is PaymentMethod.Unspecified or PaymentMethod.Card or PaymentMethod.CreditCard or PaymentMethod.DebitCard;

    private static string Goods(PaymentRequest request) => string.IsNullOrWhiteSpace(request.Description) ? request.OrderId : request.Description;

    // As the window itself cuts it.
    private static string ShortGoods(PaymentRequest request)
    {
        var goods = Goods(request);
        return ProviderText.CutBytes(goods, InicisDefaults.MaxGoodsBytes) == goods
            ? goods
            : ProviderText.CutBytes(goods, InicisDefaults.MaxGoodsBytes - InicisDefaults.Ellipsis.Length) + InicisDefaults.Ellipsis;
    }

    // The mobile page has 01 for a single payment, where the window has 0.
    private static string? MobileInstalments(PaymentRequest request) =>
        request.Installments is { } months ? Math.Max(months, 1).ToString("D2", CultureInfo.InvariantCulture) : null;

    private static string? Part(Money? money) => money is { IsPositive: true } part ? InicisMoney.ToWire(part) : null;

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
