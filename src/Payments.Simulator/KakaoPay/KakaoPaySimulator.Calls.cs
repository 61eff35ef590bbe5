using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The calls of the API. All of them are posted, reads too.</content>
public sealed partial class KakaoPaySimulator
{
    private const string RecurringCid = "TCSUBSCRIP";
    private const string SingleCid = "TC0ONETIME";

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        Map(routes, "ready", Ready);
        Map(routes, "approve", Approve);
        Map(routes, "order", parameters => _bodies.Order(Get(parameters)));
        Map(routes, "cancel", Cancel);
        Map(routes, "subscription", Subscribe);
        Map(routes, "manage/subscription/status", parameters => _bodies.Key(KeyOf(parameters)));
        Map(routes, "manage/subscription/inactive", EndKey);
        MapPayerPage(routes, "/mockup/{id}/{device}", Describe);
    }

    private void Map(SimulatorRoutes routes, string call, Func<KakaoPayParameters, JsonObject> handler) =>
        routes.Map("POST", "/online/v1/payment/" + call, request =>
        {
            try
            {
                Expire();
                var parameters = KakaoPayParameters.Of(request);
                CheckMerchant(parameters);
                return SimulatedResponse.Json(200, handler(parameters));
            }
            catch (KakaoPayRefusal refusal)
            {
                return refusal.ToResponse();
            }
        });

    private void CheckMerchant(KakaoPayParameters parameters)
    {
        if (parameters.Text("cid", 10) != _options.Cid)
            throw new KakaoPayRefusal(-731, "cid is not valid");
        if (_options.CidSecret is { } secret && parameters.Optional("cid_secret", 24) != secret)
            throw new KakaoPayRefusal(-733, "cid_secret is not valid");
    }

    private JsonObject Ready(KakaoPayParameters parameters)
    {
        parameters.CheckCards();
        parameters.Choice("use_share_installment", "Y", "N");
        var payment = new KakaoPayTransaction
        {
            Tid = NextId("T", 19),
            OrderId = parameters.Text("partner_order_id", 100),
            UserId = parameters.Text("partner_user_id", 100),
            ItemName = parameters.Text("item_name", 100),
            ItemCode = parameters.Optional("item_code", 100),
            Quantity = parameters.Number("quantity", min: 1),
            Amount = AmountOf(parameters, min: _options.Cid == RecurringCid ? 0 : 1),
            ApprovalUrl = parameters.Url("approval_url", _options.Domains),
            CancelUrl = parameters.Url("cancel_url", _options.Domains),
            FailUrl = parameters.Url("fail_url", _options.Domains),
            OnlyMethod = parameters.Choice("payment_method_type", "CARD", "MONEY"),
            Installments = parameters.OptionalNumber("install_month", min: 0, max: 12),
            CreatedAt = Time.GetUtcNow(),
        };
        _payments.Add(payment.Tid, payment);
        return _bodies.Ready(payment);
    }

    private JsonObject Approve(KakaoPayParameters parameters)
    {
        var payment = Get(parameters);
        var order = parameters.Text("partner_order_id", 100);
        var user = parameters.Text("partner_user_id", 100);
        var token = parameters.Text("pg_token", 255);
        var payload = parameters.Optional("payload", 200);
        Refuse(order != payment.OrderId, -706, "partner_order_id differs from ready");
        Refuse(user != payment.UserId, -707, "partner_user_id differs from ready");
        Refuse(payment.IsApproved, -702, "payment is already done!");
        Refuse(payment.Status == KakaoPayTransaction.Ready, -701, "payer is not authenticated");
        Refuse(payment.Status != KakaoPayTransaction.Authenticated, -783, "state is not valid for approve");
        Refuse(token != payment.Token, -708, "pg_token is not valid");
        Refuse(parameters.OptionalNumber("total_amount") is { } total && total != payment.Amount.Total, -725, "total_amount differs from ready");
        if (payment.Refusal is not null || payment.IsMeansRefused)
        {
            var reason = payment.Refusal;
            payment.Status = reason == "USER_LOCKED" ? payment.Status : KakaoPayTransaction.Failed;
            throw new KakaoPayRefusal(-780, "approval failure!", reason: reason);
        }

        Take(payment, payload);
        if (_options.Cid == RecurringCid)
            payment.Sid = NewSid(NextId("S", 19), payment.UserId, refusal: null).Sid;
        return _bodies.Approval(payment);
    }

    private JsonObject Cancel(KakaoPayParameters parameters)
    {
        var payment = Get(parameters);
        var total = parameters.Number("cancel_amount", min: 1);
        var taxFree = parameters.Number("cancel_tax_free_amount");
        var asked = KakaoPaySum.Of(total, taxFree, parameters.OptionalNumber("cancel_vat_amount"));
        var payload = parameters.Optional("payload", 200);
        var left = payment.Left;
        Refuse(!payment.IsPaid || payment.Status == KakaoPayTransaction.Cancelled, -784, "state is not valid for cancel");
        Refuse(parameters.OptionalNumber("cancel_available_amount") is { } guard && guard != left.Total, -722, "cancel_available_amount differs");
        Refuse(total > left.Total, -710, "cancel amount is above what is cancellable");
        Refuse(total < left.Total && payment.Amount.GreenDeposit > 0, -722, "a payment with green_deposit is cancelled as a whole");
        var isTaxAbove = taxFree > left.TaxFree || asked.Vat > left.Vat || total - taxFree > left.Total - left.TaxFree;
        Refuse(isTaxAbove, -722, "tax amounts are above what is left");

        if (payment.RefundRefusal is { } reason)
            throw new KakaoPayRefusal(-781, "cancel failure!", reason: reason);

        // The last refund takes what is left of the deposit, too.
        asked = asked with { GreenDeposit = total == left.Total ? left.GreenDeposit : 0 };
        payment.Movements.Add(new(NextId("A", 19), "CANCEL", asked, Time.GetUtcNow(), payload));
        payment.Status = payment.Left.Total == 0 ? KakaoPayTransaction.Cancelled : KakaoPayTransaction.PartCancelled;
        return _bodies.Cancellation(payment);
    }

    private JsonObject Subscribe(KakaoPayParameters parameters)
    {
        Refuse(_options.Cid == SingleCid, -731, "cid is not for recurring payments");
        var key = KeyOf(parameters);
        var user = parameters.Text("partner_user_id", 100);
        Refuse(!key.IsActive, -751, "sid is inactive");
        Refuse(user != key.UserId, -753, "partner_user_id differs from the one of the sid");
        var payment = new KakaoPayTransaction
        {
            Tid = NextId("T", 19),
            OrderId = parameters.Text("partner_order_id", 100),
            UserId = user,
            ItemName = parameters.Text("item_name", 100),
            Quantity = parameters.Number("quantity", min: 1),
            Amount = AmountOf(parameters, min: 1),
            CreatedAt = Time.GetUtcNow(),
            Means = KakaoPayMeans.Of("CARD"),
            Sid = key.Sid,
        };
        if (key.Refusal is { } reason)
            throw new KakaoPayRefusal(-782, "subscription payment failure!", reason: reason);
        var payload = parameters.Optional("payload", 200);
        _payments.Add(payment.Tid, payment);
        Take(payment, payload);
        key.LastApprovedAt = payment.ApprovedAt;
        return _bodies.Approval(payment);
    }

    private JsonObject EndKey(KakaoPayParameters parameters)
    {
        var key = KeyOf(parameters);
        key.InactivatedAt ??= Time.GetUtcNow();
        return _bodies.Key(key);
    }

    // Nothing to pay: the payer has given a key alone.
    private void Take(KakaoPayTransaction payment, string? payload)
    {
        var (status, type) = payment.Amount.Total > 0
            ? (KakaoPayTransaction.Paid, "PAYMENT")
            : (KakaoPayTransaction.KeyIssued, KakaoPayTransaction.KeyIssued);
        payment.Status = status;
        payment.ApprovedAt = Time.GetUtcNow();
        payment.Movements.Add(new(NextId("A", 19), type, payment.Amount, payment.ApprovedAt.Value, payload));
    }

    private KakaoPaySid KeyOf(KakaoPayParameters parameters) =>
        _sids.GetValueOrDefault(parameters.Text("sid", 20)) ?? throw new KakaoPayRefusal(-750, "sid does not exist");

    private static KakaoPaySum AmountOf(KakaoPayParameters parameters, int min)
    {
        var total = parameters.Number("total_amount", min);
        var taxFree = parameters.Number("tax_free_amount");
        var sum = KakaoPaySum.Of(total, taxFree, parameters.OptionalNumber("vat_amount"), parameters.OptionalNumber("green_deposit") ?? 0);
        Refuse(sum.TaxFree + sum.Vat > total || sum.GreenDeposit > total, -725, "the parts are above total_amount");
        return sum;
    }

    private KakaoPayTransaction Get(KakaoPayParameters parameters)
    {
        var payment = _payments.GetValueOrDefault(parameters.Text("tid", 20)) ?? throw new KakaoPayRefusal(-721, "tid does not exist");
        Refuse(payment.IsExpired, -723, "payment is expired");
        return payment;
    }

    private void Expire()
    {
        var end = Time.GetUtcNow() - _options.Lifetime;
        foreach (var payment in _payments.Values.Where(payment => payment.IsWaiting && payment.CreatedAt <= end))
            payment.IsExpired = true;
    }

    private static void Refuse(bool isWrong, int code, string message)
    {
        if (isWrong)
            throw new KakaoPayRefusal(code, message);
    }
}
