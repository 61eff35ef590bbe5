using System.Globalization;
using Payments.Http;

namespace Payments.NaverPay;

/// <summary>Makes the bodies of the calls, and refuses what Naver Pay could not carry out as asked.</summary>
internal static class NaverPayRequests
{
    internal static NaverPayReserveCall Reserve(PaymentRequest request, NaverPayOptions options)
    {
        if (request.Method is not (PaymentMethod.Unspecified or PaymentMethod.DigitalWallet))
        {
            throw Refused(
                $"Naver Pay's payer chooses the means; a payment cannot be restricted to {request.Method}: leave Method out.", PaymentErrorCode.MethodUnavailable);
        }

        if (request.Tax?.Vat is not null)
            throw Refused("Naver Pay computes the VAT of what is taxed: leave Tax.Vat out.");
        var extras = request.Extras.Get<NaverPayPaymentExtras>();
        var total = Won(request.Amount, "Amount");
        if (total < options.MinAmount)
            throw Refused(string.Create(CultureInfo.InvariantCulture, $"Naver Pay takes {options.MinAmount} won at least."), PaymentErrorCode.AmountTooSmall);
        var taxFree = Part(request.Tax?.TaxFree, "Tax.TaxFree", total) ?? 0;
        var deposit = Part(extras?.EnvironmentDeposit, "NaverPayPaymentExtras.EnvironmentDeposit", total);
        if (taxFree + (deposit ?? 0) > total)
            throw Refused("Tax.TaxFree and EnvironmentDeposit are parts of the amount: together they are not above it.", PaymentErrorCode.InvalidAmount);
        var name = ProductName(request);
        return new NaverPayReserveCall
        {
            MerchantPayKey = request.OrderId,
            MerchantUserKey = request.CustomerId,
            ProductName = name,
            ProductCount = request.Items is { Count: > 0 } items ? items.Sum(item => (long)item.Quantity) : 1,
            TotalPayAmount = total,
            TaxScopeAmount = total - taxFree - (deposit ?? 0),
            TaxExScopeAmount = taxFree,
            EnvironmentDepositAmount = deposit,
            DeliveryFee = Part(extras?.DeliveryFee, "NaverPayPaymentExtras.DeliveryFee", total),
            ReturnUrl = Url(request.ReturnUrl),
            PurchaserName = extras?.PurchaserName?.Reveal(),
            PurchaserBirthday = extras?.PurchaserBirthday?.Reveal(),
            UseCfmYmdt = extras?.UseOn?.ToString(NaverPayDefaults.DateFormat, CultureInfo.InvariantCulture),
            ExtraDeduction = extras?.ExtraDeduction,
            MerchantExtraParameter = extras?.MerchantExtraParameter,
            ProductItems = Items(request, name, options),
            SubMerchantInfo = extras?.SubMerchant is not { } shop ? null : new NaverPaySubMerchantInfo
            {
                SubMerchantName = shop.Name,
                SubMerchantId = shop.Id,
                SubMerchantBusinessNo = shop.BusinessNumber,
                SubMerchantPayId = shop.PayId,
                SubMerchantTelephoneNo = shop.TelephoneNumber,
                SubMerchantCustomerServiceUrl = shop.CustomerServiceUrl?.OriginalString,
            },
        };
    }

    internal static NaverPayHistoryCall History(long page, (DateTimeOffset From, DateTimeOffset To)? time = null) => new()
    {
        StartTime = time is { } start ? Time(start.From) : null,
        EndTime = time is { } end ? Time(end.To) : null,
        ApprovalType = time is null ? "ALL" : "APPROVAL",
        PageNumber = page,
        RowsPerPage = NaverPayDefaults.RowsPerPage,
    };

    internal static long Won(Money money, string field, PaymentReference? payment = null) =>
        KoreanWon.ToWire(money, field, "Naver Pay", payment, NaverPayDefaults.MaxAmount);

    internal static PaymentRequestException Refused(
        string rule, PaymentErrorCode code = PaymentErrorCode.InvalidRequest, PaymentReference? payment = null) => new(rule, code, payment);

    private static long? Part(Money? money, string field, long whole)
    {
        if (money is not { } part)
            return null;
        var won = Won(part, field);
        return won <= whole ? won : throw Refused($"{field} is contained in the amount, so it is not above it.", PaymentErrorCode.InvalidAmount);
    }

    // With several goods, Naver Pay's inspection wants the first one's name and how many more there are.
    private static string ProductName(PaymentRequest request) =>
        !string.IsNullOrWhiteSpace(request.Description) ? request.Description
        : request.Items is not [var first, ..] || string.IsNullOrWhiteSpace(first.Name) ? request.OrderId
        : request.Items is [_] ? first.Name
        : string.Create(CultureInfo.InvariantCulture, $"{first.Name} 외 {request.Items.Count - 1}개");

    private static NaverPayProductItem[] Items(PaymentRequest request, string name, NaverPayOptions options) => request.Items is { Count: > 0 } items
        ? [.. items.Select((item, index) => Item(item.Name, item.Sku ?? Uid(request, index), item.Quantity, item.Category, options))]
        : [Item(name, request.OrderId, 1, category: null, options)];

    private static string Uid(PaymentRequest request, int index) => string.Create(CultureInfo.InvariantCulture, $"{request.OrderId}-{index + 1}");

    /// <summary>A category is written as <c>TYPE/ID</c>.</summary>
    private static NaverPayProductItem Item(string name, string uid, long count, string? category, NaverPayOptions options)
    {
        var parts = category?.Split('/');
        if (parts is not (null or [{ Length: > 0 }, { Length: > 0 }]))
            throw Refused("An item's Category is written as 'TYPE/ID' at Naver Pay, such as 'ETC/ETC': its categoryType and categoryId.");
        return new NaverPayProductItem
        {
            CategoryType = parts?[0] ?? options.CategoryType,
            CategoryId = parts?[1] ?? options.CategoryId,
            Uid = uid,
            Name = name,
            Count = count,
        };
    }

    private static string Url(Uri? url) => url switch
    {
        null => throw Refused("Naver Pay needs ReturnUrl, to send the payer back to: it is the address for failures, too."),
        { IsAbsoluteUri: false } => throw Refused("ReturnUrl is an absolute address."),
        _ => url.OriginalString,
    };

    private static string Time(DateTimeOffset time) => ProviderTime.Format(time, NaverPayDefaults.TimeFormat, ProviderTime.KoreaOffset);
}
