using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Payments.Http;

namespace Payments.KakaoPay;

/// <summary>Makes the bodies of the calls, and refuses what Kakao Pay could not carry out as asked.</summary>
internal static partial class KakaoPayRequests
{
    /// <summary>A payment on Kakao Pay's page. A guest is named by the order.</summary>
    internal static KakaoPayReadyCall Ready(PaymentRequest request, KakaoPayOptions options)
    {
        if (request.ReturnUrl is not { } returnUrl)
            throw Refused("Kakao Pay needs ReturnUrl, to send the payer back to. Without a page, give a PaymentToken.");
        var total = Won(request.Amount, "Amount");
        var (taxFree, vat) = Tax(request, total);
        var cancelUrl = Url(request.CancelUrl ?? returnUrl, "CancelUrl");
        var extras = request.Extras.Get<KakaoPayPaymentExtras>();
        return new KakaoPayReadyCall
        {
            Cid = options.Cid,
            CidSecret = options.CidSecret,
            PartnerOrderId = Id(request.OrderId, "OrderId"),
            PartnerUserId = Payer(request.CustomerId) ?? Id(request.OrderId, "OrderId"),
            ItemName = ItemName(request),
            ItemCode = request.Items is [{ Sku: { Length: > 0 } sku }] ? Id(sku, "An item's Sku") : null,
            Quantity = Quantity(request),
            TotalAmount = total,
            TaxFreeAmount = taxFree,
            VatAmount = vat,
            GreenDeposit = extras?.GreenDeposit is { } deposit ? Part(deposit, "KakaoPayPaymentExtras.GreenDeposit", total) : null,
            ApprovalUrl = Url(returnUrl, "ReturnUrl"),
            CancelUrl = cancelUrl,
            FailUrl = cancelUrl,
            AvailableCards = Cards(extras?.AvailableCards ?? []),
            PaymentMethodType = MethodType(request.Method),
            InstallMonth = Installments(request),
            UseShareInstallment = extras?.UseShareInstallment is { } share ? (share ? "Y" : "N") : null,
            CustomJson = extras?.ReturnCustomUrl is { } scheme ? new KakaoPayCustomJson { ReturnCustomUrl = scheme.OriginalString } : null,
        };
    }

    /// <summary>A charge with a recurring key.</summary>
    internal static KakaoPaySubscriptionCall Subscription(PaymentRequest request, string sid, KakaoPayOptions options)
    {
        if (request.Method is not PaymentMethod.Unspecified)
            throw Refused("A recurring key charges the method that the payer chose for it: leave Method out.", PaymentErrorCode.MethodUnavailable);
        if (request.Tax?.Vat is not null)
            throw Refused("Kakao Pay computes the VAT of a recurring charge: leave Tax.Vat out.");
        if (request.Extras.Get<KakaoPayPaymentExtras>() is not null)
            throw Refused("KakaoPayPaymentExtras are for Kakao Pay's page: leave them out with a PaymentToken.");
        var total = Won(request.Amount, "Amount");
        return new KakaoPaySubscriptionCall
        {
            Cid = options.Cid,
            CidSecret = options.CidSecret,
            Sid = sid,
            PartnerOrderId = Id(request.OrderId, "OrderId"),
            PartnerUserId = request.CustomerId is { } payer ? Id(payer, "CustomerId") : throw Refused(
                "A recurring charge names the payer as the payment did that brought the key: set CustomerId (a guest's was its OrderId)."),
            ItemName = ItemName(request),
            Quantity = Quantity(request),
            TotalAmount = total,
            TaxFreeAmount = Tax(request, total).TaxFree,
        };
    }

    /// <summary>The approval: it names order and payer exactly as the ready call did.</summary>
    internal static KakaoPayApproveCall Approve(ConfirmPaymentRequest request, string token, KakaoPayOptions options)
    {
        var payment = request.Payment;
        return new KakaoPayApproveCall
        {
            Cid = options.Cid,
            CidSecret = options.CidSecret,
            Tid = payment.PaymentId ?? throw Missing("the reference's PaymentId (the tid)"),
            PartnerOrderId = payment.OrderId ?? throw Missing("the reference's OrderId"),
            PartnerUserId = KakaoPayState.Of(payment.Known)?.PartnerUserId ?? request.CustomerId
                ?? throw Missing("CustomerId, as the payment was made with (a guest's was its OrderId)"),
            PgToken = token,
            TotalAmount = Won(ProviderRules.AmountToConfirm(request), "Amount", payment),
        };

        PaymentRequestException Missing(string what) => new(
            $"Kakao Pay wants what the payment was made with again, and without the payment memory it is not known: give {what}.", payment: payment);
    }

    internal static KakaoPayOrderCall Order(PaymentReference payment, KakaoPayOptions options) => new()
    {
        Cid = options.Cid,
        CidSecret = options.CidSecret,
        Tid = payment.PaymentId
            ?? throw new PaymentRequestException("Kakao Pay knows a payment by its tid only: give the reference's PaymentId.", payment: payment),
    };

    internal static long Won(Money money, string field, PaymentReference? payment = null) => KoreanWon.ToWire(money, field, "Kakao Pay", payment);

    internal static PaymentRequestException Refused(
        string rule, PaymentErrorCode code = PaymentErrorCode.InvalidRequest, PaymentReference? payment = null) => new(rule, code, payment);

    private static long Part(Money money, string field, long whole)
    {
        var part = Won(money, field);
        return part <= whole ? part : throw Refused($"{field} is contained in the amount, so it is not above it.", PaymentErrorCode.InvalidAmount);
    }

    private static (long TaxFree, long? Vat) Tax(PaymentRequest request, long total)
    {
        var taxFree = request.Tax?.TaxFree is { } free ? Part(free, "Tax.TaxFree", total) : 0;
        var vat = request.Tax?.Vat is { } tax ? Part(tax, "Tax.Vat", total) : (long?)null;
        return taxFree + (vat ?? 0) <= total
            ? (taxFree, vat)
            : throw Refused("Tax.TaxFree and Tax.Vat are parts of the amount: together they are not above it.", PaymentErrorCode.InvalidAmount);
    }

    private static string Id(string id, string field) => id.Length is > 0 and <= KakaoPayDefaults.MaxIdLength
        ? id
        : throw Refused($"{field} has 1 to {Text(KakaoPayDefaults.MaxIdLength)} characters at Kakao Pay.");

    private static string? Payer(string? customerId) => customerId is null ? null
        : !customerId.Contains('@', StringComparison.Ordinal) && !PhoneNumber.IsMatch(customerId) ? Id(customerId, "CustomerId")
        : throw Refused("Kakao Pay wants no name, e-mail address or phone number as the payer's id: give an id of your own as CustomerId.");

    private static string ItemName(PaymentRequest request)
    {
        var name = string.IsNullOrWhiteSpace(request.Description) ? request.Items is [var first, ..] ? first.Name : null : request.Description;
        return ProviderText.Cut(string.IsNullOrWhiteSpace(name) ? request.OrderId : name, KakaoPayDefaults.MaxItemNameLength)!;
    }

    private static long Quantity(PaymentRequest request)
    {
        var quantity = request.Items is { Count: > 0 } items ? items.Sum(item => (long)item.Quantity) : 1;
        return quantity <= int.MaxValue ? quantity : throw Refused($"The items' quantities sum up to more than {Text(int.MaxValue)}.");
    }

    private static string Url(Uri url, string field)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            throw Refused($"{field} is an https address of a domain that is registered with the application on developers.kakaopay.com.");
        return Encoding.UTF8.GetByteCount(url.OriginalString) <= KakaoPayDefaults.MaxUrlBytes
            ? url.OriginalString
            : throw Refused($"{field} has at most {Text(KakaoPayDefaults.MaxUrlBytes)} bytes at Kakao Pay.");
    }

    private static string? Cards(IReadOnlyList<string> cards)
    {
        if (cards.FirstOrDefault(card => !KakaoPayDefaults.Cards.Contains(card)) is { } unknown)
        {
            var known = string.Join(", ", KakaoPayDefaults.Cards.Order(StringComparer.Ordinal));
            throw Refused($"KakaoPayPaymentExtras.AvailableCards holds '{unknown}'; Kakao Pay knows {known}.");
        }

        return cards.Count == 0 ? null : JsonSerializer.Serialize([.. cards], KakaoPayJson.Default.StringArray);
    }

    private static string? MethodType(PaymentMethod method) => method is PaymentMethod.Unspecified ? null
        : KakaoPayMapping.Askable.TryGetValue(method, out var type) ? type
        : throw Refused(
            $"Kakao Pay cannot restrict a payment to {method}: use DigitalWallet (Kakao's money), Card, or leave Method out.", PaymentErrorCode.MethodUnavailable);

    private static int? Installments(PaymentRequest request) => request.Installments switch
    {
        > KakaoPayDefaults.MaxInstallments => throw Refused($"Installments is 0 to {Text(KakaoPayDefaults.MaxInstallments)} months at Kakao Pay."),
        > 1 when request.Method is PaymentMethod.DigitalWallet or PaymentMethod.DebitCard =>
            throw Refused("Kakao's money and debit cards know no instalments: leave Installments out, or ask for a credit card."),

        // A number that is fixed refuses debit cards, also at once.
        0 when request.Method is PaymentMethod.DigitalWallet or PaymentMethod.DebitCard => null,
        var months => months,
    };

    // Written with its country, or a Korean mobile number: other digits are a shop's own ids.
    [GeneratedRegex(@"^(\+[0-9][0-9 ().-]{6,18}|01[016-9][ .-]?[0-9]{3,4}[ .-]?[0-9]{4})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PhoneNumber { get; }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
