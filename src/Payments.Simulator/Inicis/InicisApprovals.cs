using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>What the shop's server asks of a data centre: to approve what the payer agreed to, and to undo that.</summary>
internal sealed class InicisApprovals(InicisAccount account, InicisNotices notices)
{
    private const string Success = "0000";
    private static readonly TimeSpan AccountLifetime = TimeSpan.FromDays(7);

    public SimulatedResponse Approve(SimulatedRequest request) => InicisRefusal.Answer(Success, () =>
    {
        var order = Standard(request);
        var price = request.Fields.GetValueOrDefault("price");
        if (price is not null && price != InicisAccount.Digits(order.Price))
            throw new InicisRefusal("500610", "The price differs.");
        Take(order);
        return Describe(order, request.Fields["timestamp"]);
    });

    public SimulatedResponse NetCancel(SimulatedRequest request) => InicisRefusal.Answer(Success, () =>
    {
        Undo(Standard(request));
        return [];
    });

    public SimulatedResponse ApproveMobile(SimulatedRequest request) => Form(request, () =>
    {
        var order = MobileOrder(request);
        Take(order);
        return (order, Describe(order));
    });

    public SimulatedResponse NetCancelMobile(SimulatedRequest request) => Form(request, () =>
    {
        var order = MobileOrder(request);
        var form = request.Fields;
        var check = InicisChecks.Mobile(
            form.GetValueOrDefault("P_AMT", ""), form.GetValueOrDefault("P_OID", ""), form.GetValueOrDefault("P_TIMESTAMP", ""), account.Options.HashKey);
        if (form.GetValueOrDefault("P_CHKFAKE") != check)
            throw InicisRefusal.Hash("P_CHKFAKE");
        if (form["P_AMT"] != InicisAccount.Digits(order.Price) || form["P_OID"] != order.OrderId)
            throw new InicisRefusal("500610", "The amount or the order differs.");
        Undo(order);
        return (order, []);
    });

    private InicisOrder Standard(SimulatedRequest request)
    {
        var form = request.Fields;
        foreach (var name in new[] { "mid", "authToken", "timestamp", "signature", "verification", "charset", "format" })
        {
            if (string.IsNullOrEmpty(form.GetValueOrDefault(name)))
                throw InicisRefusal.Field(name);
        }

        var (token, timestamp) = (form["authToken"], form["timestamp"]);
        if (form["mid"] != account.Options.MerchantId)
            throw new InicisRefusal("500400", "The merchant is not registered.");
        if (timestamp.Length != 13 || !timestamp.All(char.IsAsciiDigit) || form["format"] != "JSON")
            throw InicisRefusal.Field("timestamp or format");
        if (form["signature"] != InicisChecks.Sorted(("authToken", token), ("timestamp", timestamp)))
            throw InicisRefusal.Hash("signature");
        if (form["verification"] != InicisChecks.Sorted(("authToken", token), ("signKey", account.Options.SignKey), ("timestamp", timestamp)))
            throw InicisRefusal.Hash("verification");
        return Order(token, isMobile: false);
    }

    private InicisOrder MobileOrder(SimulatedRequest request) => request.Fields.GetValueOrDefault("P_MID") != account.Options.MerchantId
        ? throw new InicisRefusal("500400", "The merchant is not registered.")
        : Order(request.Fields.GetValueOrDefault("P_TID"), isMobile: true);

    private InicisOrder Order(string? token, bool isMobile) =>
        account.Orders.FindLast(o => o.Token is not null && o.Token == token && o.IsMobile == isMobile) ?? throw new InicisRefusal("500263", "The token is not known.");

    private void Take(InicisOrder order)
    {
        if (order.Stage is not InicisStage.Authenticated)
            throw new InicisRefusal("500630", "The token was used.");
        if (account.Orders.Exists(o => o != order && o.OrderId == order.OrderId && o.Stage is InicisStage.Approved))
            throw new InicisRefusal("500619", "The order number was used.");
        if (order.Decline is { } code)
        {
            order.Stage = InicisStage.Declined;
            throw new InicisRefusal(code, "The issuer says no.");
        }

        order.Stage = InicisStage.Approved;
        order.ApprovedAt = account.Now;
        order.Tid = account.NewTid(order);
        if (order.IsAccount)
        {
            order.Account = "0144006401" + account.Orders.IndexOf(order).ToString("D4", CultureInfo.InvariantCulture);
            order.DueAt ??= account.Now + AccountLifetime;
        }

        notices.Approved(order);
    }

    // What was never approved cannot be undone: it is an unknown transaction.
    private void Undo(InicisOrder order)
    {
        if (order.Stage is not InicisStage.Approved || order.Refunded > 0)
            throw new InicisRefusal("500623", "There is no such approval.");
        order.Stage = InicisStage.NetCancelled;
        order.CancelledAt = account.Now;
    }

    private JsonObject Describe(InicisOrder order, string timestamp)
    {
        var total = InicisAccount.Digits(order.Price);
        var merchant = account.Options.MerchantId;
        var answer = new JsonObject
        {
            ["tid"] = order.Tid, ["MOID"] = order.OrderId, ["TotPrice"] = total, ["mid"] = merchant, ["goodName"] = order.Goods, ["payMethod"] = order.Method,
            ["applDate"] = InicisAccount.Time(order.ApprovedAt, "yyyyMMdd"), ["applTime"] = InicisAccount.Time(order.ApprovedAt, "HHmmss"),
            ["applNum"] = "30001234", ["buyerName"] = order.Buyer, ["currency"] = order.Currency,
            ["authSignature"] = InicisChecks.Answer(order.OrderId, merchant, total, timestamp),
        };
        if (order.IsAccount)
        {
            answer["VACT_Num"] = order.Account;
            answer["VACT_BankCode"] = "88";
            answer["vactBankName"] = "신한은행";
            answer["VACT_Name"] = "케이지이니시스";
            answer["VACT_Date"] = InicisAccount.Time(order.DueAt!.Value, "yyyyMMdd");
            answer["VACT_Time"] = InicisAccount.Time(order.DueAt!.Value, "HHmmss");
        }
        else if (order.Method is "Card" or "VCard")
        {
            answer["CARD_Num"] = "540926******1234";
            answer["CARD_Code"] = "06";
            answer["CARD_Quota"] = "00";
            answer["CARD_Interest"] = "0";
            answer["CARD_CheckFlag"] = "0";
            answer["CARD_PRTC_CODE"] = "1";
        }

        return answer;
    }

    private Dictionary<string, string> Describe(InicisOrder order)
    {
        var answer = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["P_TID"] = order.Tid!, ["P_TYPE"] = InicisAccount.MobileOf(order.Method), ["P_AUTH_DT"] = InicisAccount.Time(order.ApprovedAt),
            ["P_MID"] = account.Options.MerchantId, ["P_OID"] = order.OrderId, ["P_AMT"] = InicisAccount.Digits(order.Price), ["P_UNAME"] = order.Buyer,
        };
        if (order.IsAccount)
        {
            answer["P_VACT_NUM"] = order.Account!;
            answer["P_VACT_BANK_CODE"] = "88";
            answer["P_FN_NM"] = "신한은행";
            answer["P_VACT_NAME"] = "케이지이니시스";
            answer["P_VACT_DATE"] = InicisAccount.Time(order.DueAt!.Value, "yyyyMMdd");
            answer["P_VACT_TIME"] = InicisAccount.Time(order.DueAt!.Value, "HHmmss");
        }
        else if (order.Method is "Card" or "VCard")
        {
            answer["P_AUTH_NO"] = "30001234";
            answer["P_FN_CD1"] = "06";
            answer["P_FN_NM"] = "국민카드";
            answer["P_CARD_NUM"] = "540926******1234";
            answer["P_CARD_PRTC_CODE"] = "1";
            answer["P_CARD_CHECKFLG"] = "0";
            answer["P_RMESG2"] = "00";
        }

        return answer;
    }

    private SimulatedResponse Form(SimulatedRequest request, Func<(InicisOrder Order, Dictionary<string, string> Answer)> act)
    {
        var encoding = Encoding.UTF8;
        Dictionary<string, string> fields;
        try
        {
            (var order, fields) = act();
            (fields["P_STATUS"], fields["P_RMESG1"]) = ("00", "정상처리");
            encoding = account.Options.AnswersInKorean || order.IsKorean ? InicisAccount.Korean : Encoding.UTF8;
        }
        catch (InicisRefusal refusal)
        {
            request.AddNote(refusal.Message);
            return Form(200, refusal.Code, refusal.Message);
        }

        return SimulatedResponse.Text(200, InicisAccount.Form(encoding, fields), "text/html");
    }

    /// <summary>A refusal as the mobile page writes it.</summary>
    public static SimulatedResponse Form(int status, string code, string message) => SimulatedResponse.Text(
        status, InicisAccount.Form(Encoding.UTF8, [new("P_STATUS", code), new("P_RMESG1", message)]), "text/html");
}
