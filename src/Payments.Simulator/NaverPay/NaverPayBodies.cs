using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The answers' JSON. Times are Korean and do not say so; what a payment has not is left out.</summary>
internal static class NaverPayBodies
{
    /// <summary>One movement, as an apply and the history show it.</summary>
    public static JsonObject Movement(NaverPayPayment payment, NaverPayMovement movement)
    {
        var body = new JsonObject
        {
            ["paymentId"] = payment.Id,
            ["payHistId"] = movement.Id,
            ["merchantId"] = "simulator-merchant",
            ["merchantName"] = "Simulator",
            ["merchantPayKey"] = payment.Reserve.MerchantPayKey,
            ["productName"] = payment.Reserve.ProductName,
            ["admissionTypeCode"] = movement.Type,
            ["admissionState"] = movement.IsSuccess ? "SUCCESS" : "FAIL",
            ["admissionYmdt"] = Time(movement.At),
            ["tradeConfirmYmdt"] = Time(movement.At),
            ["totalPayAmount"] = movement.Amount.Total,
            ["applyPayAmount"] = movement.Amount.Total,
            ["primaryPayAmount"] = payment.Means == "POINT" ? 0 : movement.Amount.Total,
            ["npointPayAmount"] = payment.Means == "POINT" ? movement.Amount.Total : 0,
            ["primaryPayMeans"] = payment.Means == "POINT" ? "" : payment.Means,
            ["taxScopeAmount"] = movement.Amount.Taxed,
            ["taxExScopeAmount"] = movement.Amount.TaxFree,
            ["environmentDepositAmount"] = movement.Amount.Deposit,
            ["settleExpected"] = false,
        };
        if (payment.Reserve.MerchantUserKey is { } user)
            body["merchantUserKey"] = user;
        if (movement.TransactionKey is { } key)
            body["merchantPayTransactionKey"] = key;
        if (movement.Requester is { } requester)
            body["cancelRequester"] = requester;
        if (payment.Means == "CARD")
            (body["cardCorpCode"], body["cardNo"], body["cardAuthNo"], body["cardInstCount"]) = ("C0", "465887**********", "00000000", 0);
        if (payment.Means == "BANK")
            (body["bankCorpCode"], body["bankAccountNo"]) = ("088", "123**********");
        return body;
    }

    public static JsonObject Cancellation(NaverPayPayment payment, NaverPayMovement movement) => new()
    {
        ["paymentId"] = payment.Id,
        ["payHistId"] = movement.Id,
        ["primaryPayMeans"] = payment.Means == "POINT" ? "" : payment.Means,
        ["primaryPayCancelAmount"] = payment.Means == "POINT" ? 0 : movement.Amount.Total,
        ["primaryPayRestAmount"] = payment.Means == "POINT" ? 0 : payment.Left.Total,
        ["npointCancelAmount"] = payment.Means == "POINT" ? movement.Amount.Total : 0,
        ["npointRestAmount"] = payment.Means == "POINT" ? payment.Left.Total : 0,
        ["giftCardCancelAmount"] = 0,
        ["giftCardRestAmount"] = 0,
        ["discountCancelAmount"] = 0,
        ["discountRestAmount"] = 0,
        ["cancelYmdt"] = Time(movement.At),
        ["totalRestAmount"] = payment.Left.Total,
        ["applyRestAmount"] = payment.Left.Total,
        ["taxScopeAmount"] = movement.Amount.Taxed,
        ["taxExScopeAmount"] = movement.Amount.TaxFree,
        ["taxScopeRestAmount"] = payment.Left.Taxed,
        ["taxExScopeRestAmount"] = payment.Left.TaxFree,
        ["environmentDepositAmount"] = movement.Amount.Deposit,
        ["environmentDepositRestAmount"] = payment.Left.Deposit,
    };

    public static string Time(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(9)).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(string? text) =>
        DateTime.TryParseExact(text, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, TimeSpan.FromHours(9))
            : null;
}
