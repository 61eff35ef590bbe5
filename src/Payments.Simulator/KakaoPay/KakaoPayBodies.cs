using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>The answers' JSON. Times are Korean and do not say so; what is not there is left out, as Kakao Pay does.</summary>
internal sealed class KakaoPayBodies(string cid, Func<Uri> baseAddress)
{
    public JsonObject Ready(KakaoPayTransaction payment)
    {
        var page = $"{baseAddress()}mockup/{payment.Tid}";
        return new JsonObject
        {
            ["tid"] = payment.Tid,
            ["tms_result"] = false,
            ["created_at"] = Time(payment.CreatedAt),
            ["next_redirect_pc_url"] = page + "/info",
            ["next_redirect_mobile_url"] = page + "/mInfo",
            ["next_redirect_app_url"] = page + "/aInfo",
            ["android_app_scheme"] = "kakaotalk://kakaopay/pg?url=" + Uri.EscapeDataString(page + "/order"),
            ["ios_app_scheme"] = "kakaotalk://kakaopay/pg?url=" + Uri.EscapeDataString(page + "/order"),
        };
    }

    public JsonObject Approval(KakaoPayTransaction payment)
    {
        var body = Common(payment);
        body["aid"] = payment.Movements[0].Aid;
        if (payment.Sid is not null)
            body["sid"] = payment.Sid;
        body["payment_method_type"] = payment.Means!.Type;
        body["amount"] = Amount(payment.Amount);
        body["approved_at"] = Time(payment.ApprovedAt!.Value);
        if (payment.Movements[0].Payload is { } payload)
            body["payload"] = payload;
        if (payment.Means.CardType is { } cardType)
        {
            body["card_info"] = new JsonObject
            {
                ["kakaopay_purchase_corp"] = "비씨카드", ["kakaopay_purchase_corp_code"] = "104",
                ["kakaopay_issuer_corp"] = "KB국민카드", ["kakaopay_issuer_corp_code"] = "01",
                ["bin"] = "621640", ["card_type"] = cardType, ["install_month"] = Months(payment), ["approved_id"] = "70063530",
                ["card_mid"] = "123456789", ["interest_free_install"] = "N", ["installment_type"] = "CARD_INSTALLMENT", ["card_item_code"] = "",
            };
        }

        return body;
    }

    /// <summary>A read. Before the approval there are no amounts and no means.</summary>
    public JsonObject Order(KakaoPayTransaction payment)
    {
        var body = Common(payment);
        body["status"] = payment.Status;
        if (!payment.IsApproved)
            return body;
        body["payment_method_type"] = payment.Means!.Type;
        body["amount"] = Amount(payment.Amount);
        body["canceled_amount"] = Amount(payment.Refunded);
        body["cancel_available_amount"] = Amount(payment.Left);
        body["approved_at"] = Time(payment.ApprovedAt!.Value);
        body["canceled_at"] = payment.Movements.Count > 1 ? Time(payment.Movements[^1].At) : null;
        if (payment.Means.CardType is not null)
        {
            body["selected_card_info"] = new JsonObject
            {
                ["card_bin"] = "621640", ["install_month"] = payment.Installments ?? 0, ["installment_type"] = "CARD_INSTALLMENT",
                ["card_corp_name"] = "KB국민카드", ["interest_free_install"] = "N",
            };
        }

        body["payment_action_details"] = new JsonArray([.. payment.Movements.Select(movement => new JsonObject
        {
            ["aid"] = movement.Aid, ["approved_at"] = Time(movement.At), ["amount"] = movement.Amount.Total,
            ["point_amount"] = 0, ["discount_amount"] = 0, ["green_deposit"] = movement.Amount.GreenDeposit,
            ["payment_action_type"] = movement.Type, ["payment_method_type"] = payment.Means.Type, ["payload"] = movement.Payload,
        })]);
        return body;
    }

    public JsonObject Cancellation(KakaoPayTransaction payment)
    {
        var refund = payment.Movements[^1];
        var body = Common(payment);
        body["aid"] = refund.Aid;
        body["status"] = payment.Status;
        body["payment_method_type"] = payment.Means!.Type;
        body["amount"] = Amount(payment.Amount);
        body["approved_cancel_amount"] = Amount(refund.Amount);
        body["canceled_amount"] = Amount(payment.Refunded);
        body["cancel_available_amount"] = Amount(payment.Left);
        body["approved_at"] = Time(payment.ApprovedAt!.Value);
        body["canceled_at"] = Time(refund.At);
        if (refund.Payload is not null)
            body["payload"] = refund.Payload;
        return body;
    }

    public JsonObject Key(KakaoPaySid key) => new()
    {
        ["available"] = key.IsActive,
        ["cid"] = cid,
        ["status"] = key.IsActive ? "ACTIVE" : "INACTIVE",
        ["created_at"] = Time(key.CreatedAt),
        ["last_approved_at"] = key.LastApprovedAt is { } approved ? Time(approved) : null,
        ["inactivated_at"] = key.InactivatedAt is { } ended ? Time(ended) : null,
    };

    private JsonObject Common(KakaoPayTransaction payment)
    {
        var body = new JsonObject
        {
            ["cid"] = cid,
            ["tid"] = payment.Tid,
            ["partner_order_id"] = payment.OrderId,
            ["partner_user_id"] = payment.UserId,
            ["item_name"] = payment.ItemName,
            ["quantity"] = payment.Quantity,
            ["created_at"] = Time(payment.CreatedAt),
        };
        if (payment.ItemCode is not null)
            body["item_code"] = payment.ItemCode;
        return body;
    }

    private static JsonObject Amount(KakaoPaySum sum) => new()
    {
        ["total"] = sum.Total, ["tax_free"] = sum.TaxFree, ["vat"] = sum.Vat, ["point"] = 0, ["discount"] = 0, ["green_deposit"] = sum.GreenDeposit,
    };

    private static string Months(KakaoPayTransaction payment) => (payment.Installments ?? 0).ToString("00", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) =>
        time.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
