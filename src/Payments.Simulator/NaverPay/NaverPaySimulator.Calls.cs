using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <content>The calls of the API. Reserve and history take JSON, apply and cancel a form; all of them are posted.</content>
public sealed partial class NaverPaySimulator
{
    private static readonly string[] ItemFields = ["categoryType", "categoryId", "uid", "name"];

    /// <inheritdoc/>
    protected override void MapRoutes(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        Map(routes, "v2/reserve", request => Reserve(request, NaverPayFields.OfJson(request)));
        Map(routes, "v2.2/apply/payment", request => Apply(NaverPayFields.OfForm(request)));
        Map(routes, "v1/cancel", request => Cancel(NaverPayFields.OfForm(request)));
        Map(routes, "v2.2/list/history", request => Search(NaverPayFields.OfJson(request)));
        Map(routes, "v2.2/list/history/{id}", request => Read(request.RouteValues["id"], NaverPayFields.OfJson(request)));
        MapPayerPage(routes, "/payments/{id}", Describe);
    }

    private void Map(SimulatorRoutes routes, string call, Func<SimulatedRequest, JsonObject> handler) =>
        routes.Map("POST", $"/{_options.PartnerId}/naverpay/payments/{call}", request =>
        {
            try
            {
                return NaverPayRefusal.Answer("Success", "detail message(optional)", handler(request));
            }
            catch (NaverPayRefusal refusal)
            {
                return refusal.ToResponse();
            }
        });

    private JsonObject Reserve(SimulatedRequest request, NaverPayFields fields)
    {
        var total = fields.Number("totalPayAmount");
        Refuse(total < _options.MinAmount, "InvalidParameter", "totalPayAmount is below the minimum.");
        var amount = SumOf(fields, total, "InvalidParameter");
        fields.Number("productCount", min: 1);
        Refuse(!Uri.TryCreate(fields.Text("returnUrl"), UriKind.Absolute, out _), "InvalidParameter", "returnUrl is no address.");
        Refuse(fields.Optional("useCfmYmdt") is { Length: not 8 }, "InvalidParameter", "useCfmYmdt is yyyyMMdd.");
        Refuse(request.Json!["productItems"] is not JsonArray { Count: > 0 } items || !items.All(IsItem), "RequireParameter", "productItems is required.");
        var reserve = new NaverPayReserve
        {
            Id = NextId("R", 19),
            MerchantPayKey = fields.Text("merchantPayKey"),
            MerchantUserKey = fields.Optional("merchantUserKey"),
            ProductName = fields.Text("productName"),
            Amount = amount,
            ReturnUrl = fields.Text("returnUrl"),
            CreatedAt = Time.GetUtcNow(),
        };
        _reserves.Add(reserve.Id, reserve);
        return new JsonObject { ["reserveId"] = reserve.Id };
    }

    private JsonObject Apply(NaverPayFields fields)
    {
        var payment = Get(fields.Text("paymentId"));
        Refuse(payment.IsApplied, "AlreadyComplete", "이미 완료된 결제입니다.");
        Refuse(Time.GetUtcNow() - payment.AgreedAt > ApplyWindow, "TimeExpired", "결제 승인 가능 시간이 지났습니다.");
        if (payment.Refusal is { } code)
        {
            if (code is "NotEnoughAccountBalance" or "Fail")
                payment.Movements.Add(NewMovement("01", payment.Reserve.Amount, isSuccess: false));
            throw new NaverPayRefusal(code, $"결제에 실패했습니다. ({code})");
        }

        var movement = NewMovement("01", payment.Reserve.Amount);
        payment.Movements.Add(movement);
        return new JsonObject { ["paymentId"] = payment.Id, ["detail"] = NaverPayBodies.Movement(payment, movement) };
    }

    private JsonObject Cancel(NaverPayFields fields)
    {
        var payment = Get(fields.Text("paymentId"));
        var total = fields.Number("cancelAmount", min: 1);
        var key = fields.Optional("merchantPayTransactionKey", 128);
        fields.Text("cancelReason", 256);
        var requester = fields.Text("cancelRequester");
        Refuse(requester is not ("1" or "2"), "InvalidParameter", "cancelRequester is 1 or 2.");
        var amount = SumOf(fields, total, "TaxScopeAmountError");
        Refuse(!payment.IsApplied, "InvalidPaymentId", "The payment is not approved.");
        Refuse(payment.Waiting is not null, "PreCancelNotComplete", "The cancel before is not complete.");
        var left = payment.Left;
        Refuse(left.Total == 0, "AlreadyCanceled", "이미 전체 취소된 결제입니다.");
        Refuse(total > left.Total, "OverRemainAmount", "cancelAmount is above the rest.");
        var isAbove = amount.Taxed > left.Taxed || amount.TaxFree > left.TaxFree || amount.Deposit > left.Deposit;
        Refuse(isAbove, "TaxScopeAmtGreaterThanRemainError", "A part is above its rest.");
        var expected = fields.Optional("doCompareRest") == "1" ? fields.Number("expectedRestAmount") : left.Total - total;
        Refuse(expected != left.Total - total, "RestAmountDiff", string.Create(CultureInfo.InvariantCulture, $"The rest is {left.Total - total}."));

        var isFull = payment.Movements.Count == 1 && total == left.Total;
        var movement = NewMovement(isFull ? "03" : "04", amount, key: key, requester: requester);
        if (_options.RefundsTakeTime)
        {
            payment.Waiting = movement;
            throw new NaverPayRefusal("CancelNotComplete", "취소 처리가 완료되지 않았습니다.");
        }

        payment.Movements.Add(movement);
        return NaverPayBodies.Cancellation(payment, movement);
    }

    private JsonObject Read(string id, NaverPayFields fields) =>
        Page(_payments.TryGetValue(id, out var payment) ? [.. payment.Movements.Select(movement => NaverPayBodies.Movement(payment, movement))] : [], fields);

    private JsonObject Search(NaverPayFields fields)
    {
        Refuse(fields.Optional("startTime") is null || fields.Optional("endTime") is null, "RequireCondition", "startTime and endTime are required.");
        var (start, end) = (NaverPayBodies.Time(fields.Optional("startTime")), NaverPayBodies.Time(fields.Optional("endTime")));
        Refuse(start is null || end is null || end < start || end - start > TimeSpan.FromDays(31), "TimeConditionError", "The time is no time, or above 31 days.");
        var type = fields.Optional("approvalType") ?? "ALL";
        Refuse(type is not ("ALL" or "APPROVAL" or "CANCEL"), "InvalidParameter", "approvalType is ALL, APPROVAL or CANCEL.");
        var found = from payment in _payments.Values
            from movement in payment.Movements
            where movement.At >= start && movement.At <= end && (type == "ALL" || (movement.Type == "01") == (type == "APPROVAL"))
            orderby movement.At
            select NaverPayBodies.Movement(payment, movement);
        return Page([.. found], fields);
    }

    private static JsonObject Page(JsonObject[] all, NaverPayFields fields)
    {
        var page = fields.OptionalNumber("pageNumber", min: 1) ?? 1;
        var rows = fields.OptionalNumber("rowsPerPage", min: 1) ?? 20;
        Refuse(rows > 100, "InvalidParameter", "rowsPerPage is 100 at most.");
        var shown = all.Skip((page - 1) * rows).Take(rows).ToArray();
        return new JsonObject
        {
            ["responseCount"] = shown.Length,
            ["totalCount"] = all.Length,
            ["totalPageCount"] = (all.Length + rows - 1) / rows,
            ["currentPageNumber"] = page,
            ["list"] = new JsonArray([.. shown]),
        };
    }

    private static NaverPaySum SumOf(NaverPayFields fields, int total, string code)
    {
        var sum = new NaverPaySum(
            total, fields.Number("taxScopeAmount"), fields.Number("taxExScopeAmount"), fields.OptionalNumber("environmentDepositAmount") ?? 0);
        Refuse(sum.Taxed + sum.TaxFree + sum.Deposit != total, code, "The parts do not add up to the amount.");
        return sum;
    }

    private NaverPayMovement NewMovement(string type, NaverPaySum amount, bool isSuccess = true, string? key = null, string? requester = null) =>
        new(NextId("H", 19), type, isSuccess, amount, Time.GetUtcNow(), key, requester);

    private NaverPayPayment Get(string id) => _payments.GetValueOrDefault(id) ?? throw new NaverPayRefusal("InvalidPaymentId", "There is no such payment.");

    private static bool IsItem(JsonNode? item) => item is JsonObject fields
        && ItemFields.All(name => fields[name]?.GetValueKind() is JsonValueKind.String)
        && fields["count"]?.GetValueKind() is JsonValueKind.Number;

    private static void Refuse(bool isWrong, string code, string message)
    {
        if (isWrong)
            throw new NaverPayRefusal(code, message);
    }
}
