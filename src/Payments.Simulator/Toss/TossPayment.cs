using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>A simulated payment of Toss Payments.</summary>
internal sealed class TossPayment
{
    public const string Ready = "READY";
    public const string InProgress = "IN_PROGRESS";
    public const string Waiting = "WAITING_FOR_DEPOSIT";
    public const string Done = "DONE";
    public const string PartlyCanceled = "PARTIAL_CANCELED";
    public const string Canceled = "CANCELED";
    public const string Aborted = "ABORTED";
    public const string Expired = "EXPIRED";

    public const string Card = "CARD";
    public const string VirtualAccount = "VIRTUAL_ACCOUNT";
    public const string Foreign = "FOREIGN_EASY_PAY";

    private static readonly Dictionary<string, string> Korean = new(StringComparer.Ordinal)
    {
        [Card] = "카드", [VirtualAccount] = "가상계좌", ["TRANSFER"] = "계좌이체", ["MOBILE_PHONE"] = "휴대폰", [Foreign] = "해외간편결제", ["EASY_PAY"] = "간편결제",
        ["CULTURE_GIFT_CERTIFICATE"] = "문화상품권", ["BOOK_GIFT_CERTIFICATE"] = "도서문화상품권", ["GAME_GIFT_CERTIFICATE"] = "게임문화상품권",
    };

    public required string Key { get; init; }

    public required string OrderId { get; init; }

    public required string OrderName { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public required string Secret { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public string Type { get; set; } = "NORMAL";

    /// <summary>What the payer pays with; null until that is chosen.</summary>
    public string? Method { get; set; }

    public string? Wallet { get; init; }

    public string? SuccessUrl { get; init; }

    public string? FailUrl { get; init; }

    /// <summary>Whether the server opened the window, so that it has an address of its own.</summary>
    public bool HasCheckout { get; init; }

    /// <summary>Whether it began in the widget, which says in the return how was paid.</summary>
    public bool IsWidget { get; init; }

    public DateTimeOffset? DueDate { get; init; }

    public bool UseEscrow { get; init; }

    public string? CustomerName { get; init; }

    public JsonNode? Metadata { get; init; }

    public string Status { get; set; } = Ready;

    public DateTimeOffset? AgreedAt { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    public string? LastTransactionKey { get; set; }

    /// <summary>The code with which the payer's bank is going to refuse the confirmation.</summary>
    public string? Decline { get; set; }

    public string? Failure { get; set; }

    public string? AccountNumber { get; set; }

    public string BankCode { get; init; } = "20";

    public bool IsOverdue { get; set; }

    public string RefundStatus { get; set; } = "NONE";

    public List<TossCancel> Cancels { get; } = [];

    /// <summary>What was given back or is on its way.</summary>
    public decimal Refunded => ApprovedAt is null ? 0 : Cancels.Where(cancel => cancel.Status is not TossCancel.Aborted).Sum(cancel => cancel.Amount);

    public decimal Balance => Status is Canceled ? 0 : Amount - Cancels.Where(cancel => cancel.Status is TossCancel.Done).Sum(cancel => cancel.Amount);

    public bool IsPaid => ApprovedAt is not null && Status is Done or PartlyCanceled or Canceled;

    /// <summary>Whether refunds of this payment are finished later.</summary>
    public bool RefundsLater => Method is Foreign && Wallet is not "PAYPAL";

    public JsonObject ToJson(string merchant, Uri address, bool isEnglish, DateTimeOffset now)
    {
        var isUndecided = Status is Ready or InProgress or Expired && Method is not VirtualAccount;
        return new JsonObject
        {
            ["version"] = "2022-11-16",
            ["mId"] = merchant,
            ["paymentKey"] = Key,
            ["orderId"] = OrderId,
            ["orderName"] = OrderName,
            ["type"] = Type,
            ["method"] = Method is null || isUndecided ? null : isEnglish ? Method : Korean.GetValueOrDefault(Method, Method),
            ["status"] = Status,
            ["currency"] = Currency,
            ["country"] = "KR",
            ["totalAmount"] = Amount,
            ["balanceAmount"] = Balance,
            ["requestedAt"] = Korea(RequestedAt),
            ["approvedAt"] = ApprovedAt is { } approved ? Korea(approved) : null,
            ["useEscrow"] = ApprovedAt is null ? null : UseEscrow,
            ["cultureExpense"] = false,
            ["lastTransactionKey"] = LastTransactionKey,
            ["secret"] = LastTransactionKey is null ? null : Secret,
            ["isPartialCancelable"] = true,
            ["cancels"] = Cancels.Count == 0 ? null : new JsonArray([.. Cancels.Select(cancel => cancel.ToJson())]),
            ["failure"] = Failure is null ? null : new JsonObject { ["code"] = Failure, ["message"] = "The simulator's bank refuses." },
            ["card"] = IsPaid && Method is Card ? CardJson(isEnglish) : null,
            ["virtualAccount"] = AccountNumber is null ? null : AccountJson(now),
            ["easyPay"] = IsPaid && Method is Card && Wallet is not null ? new JsonObject { ["provider"] = Wallet, ["amount"] = 0, ["discountAmount"] = 0 } : null,
            ["foreignEasyPay"] = IsPaid && Method is Foreign ? new JsonObject { ["provider"] = Wallet } : null,
            ["receipt"] = IsPaid ? new JsonObject { ["url"] = new Uri(address, "receipts/" + Key).AbsoluteUri } : null,
            ["checkout"] = HasCheckout ? new JsonObject { ["url"] = Checkout(address).AbsoluteUri } : null,
            ["metadata"] = Metadata?.DeepClone(),
        };
    }

    public Uri Checkout(Uri address) => new(address, $"v1/payments/{Key}/checkout");

    public static string Korea(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private JsonObject CardJson(bool isEnglish) => new()
    {
        ["amount"] = Amount, ["issuerCode"] = "61", ["acquirerCode"] = "31", ["number"] = "43301234****123*", ["installmentPlanMonths"] = 0, ["approveNo"] = "00000123",
        ["useCardPoint"] = false, ["cardType"] = isEnglish ? "CREDIT" : "신용", ["ownerType"] = isEnglish ? "PERSONAL" : "개인", ["acquireStatus"] = "READY",
        ["isInterestFree"] = false, ["interestPayer"] = null,
    };

    // The account for refunds that the payer gave in the window is told for half an hour.
    private JsonObject AccountJson(DateTimeOffset now) => new()
    {
        ["accountType"] = "일반", ["accountNumber"] = AccountNumber, ["bankCode"] = BankCode, ["customerName"] = CustomerName, ["depositorName"] = ApprovedAt is null ? null : CustomerName,
        ["dueDate"] = DueDate is { } due ? Korea(due) : null, ["refundStatus"] = RefundStatus, ["expired"] = IsOverdue, ["settlementStatus"] = "INCOMPLETED",
        ["refundReceiveAccount"] = AgreedAt + TimeSpan.FromMinutes(30) > now
            ? new JsonObject { ["bankCode"] = "06", ["accountNumber"] = "01098765432", ["holderName"] = CustomerName ?? "Payer" }
            : null,
    };
}

/// <summary>One cancel of a simulated payment.</summary>
internal sealed class TossCancel
{
    public const string Done = "DONE";
    public const string InProgress = "IN_PROGRESS";
    public const string Aborted = "ABORTED";

    public required string Key { get; init; }

    public required decimal Amount { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required decimal Left { get; init; }

    public string? RequestId { get; init; }

    public string Status { get; set; } = Done;

    public JsonObject ToJson() => new()
    {
        ["cancelAmount"] = Amount, ["cancelReason"] = Reason, ["taxFreeAmount"] = 0, ["taxExemptionAmount"] = 0, ["refundableAmount"] = Left, ["easyPayDiscountAmount"] = 0,
        ["canceledAt"] = TossPayment.Korea(At), ["transactionKey"] = Key, ["receiptKey"] = null, ["cancelStatus"] = Status, ["cancelRequestId"] = RequestId,
    };
}
