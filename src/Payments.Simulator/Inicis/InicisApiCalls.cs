using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>INIAPI: inquiry and refunds in JSON (version 2), refunds as forms (version 1).</summary>
internal sealed class InicisApiCalls(InicisAccount account)
{
    // How Inicis writes the data again before it hashes.
    private static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public SimulatedResponse Inquire(SimulatedRequest request) => InicisRefusal.Answer("SUCCESS", () =>
    {
        var data = Data(request, "inquiry", "tid", "oid");
        Take(request);
        if (data.Count != 1)
            throw InicisRefusal.Field("data: tid or oid");
        var order = data.TryGetPropertyValue("tid", out var tid) ? account.ByTid((string?)tid) : ByOrder((string?)data["oid"]);
        return Describe(order ?? throw new InicisRefusal("500623", "There is no such transaction."));
    });

    public SimulatedResponse Refund(SimulatedRequest request) => InicisRefusal.Answer("00", () =>
    {
        var data = Data(request, "refund", "tid", "msg");
        Take(request);
        return Whole(Paid((string?)data["tid"], mayBeAccount: false));
    });

    public SimulatedResponse RefundPart(SimulatedRequest request) => InicisRefusal.Answer("00", () =>
    {
        var data = Data(request, "partialRefund", "tid", "msg", "price", "confirmPrice", "currency", "tax", "taxfree");
        Take(request);
        return Part(Paid((string?)data["tid"], mayBeAccount: false), (string?)data["price"], (string?)data["confirmPrice"], (string?)data["currency"]);
    });

    /// <summary>Version 1, for every method; only here can the money of a virtual account go back.</summary>
    public SimulatedResponse RefundByForm(SimulatedRequest request) => InicisRefusal.Answer("00", () =>
    {
        var form = request.Fields;
        var isPart = Text("type") == "PartialRefund";
        var cipher = form.GetValueOrDefault("refundAcctNum", "");
        CheckTime(Text("timestamp"), Text("clientIp"), Text("mid"));
        var hashed = account.Options.ApiKey + Text("type") + Text("paymethod") + Text("timestamp") + Text("clientIp") + Text("mid") + Text("tid")
            + (isPart ? Text("price") + Text("confirmPrice") : "") + cipher;
        if (Text("hashData") != InicisChecks.Sha512(hashed))
            throw InicisRefusal.Hash("hashData");
        if (!isPart && Text("type") != "Refund")
            throw InicisRefusal.Field("type");
        account.UseSecond(Text("timestamp"));
        _ = Text("msg");
        var order = account.ByTid(Text("tid")) ?? throw new InicisRefusal("500623", "There is no such transaction.");
        if (Text("paymethod") == "GVacct")
            return Close(order);
        order = Paid(Text("tid"), mayBeAccount: true);
        if (order.IsAccount != (Text("paymethod") == "Vacct"))
            throw InicisRefusal.Field("paymethod");
        if (order.IsAccount)
        {
            var number = InicisChecks.Decrypt(cipher, account.Options.ApiKey, account.Options.ApiIv);
            if (number is not { Length: > 5 } || !number.All(char.IsAsciiDigit) || Text("refundBankCode").Length != 2 || Text("refundAcctName").Length == 0)
                throw InicisRefusal.Field("refundAcctNum, refundBankCode or refundAcctName");
        }

        var answer = isPart ? Part(order, Text("price"), Text("confirmPrice"), form.GetValueOrDefault("currency", "WON")) : Whole(order);
        order.IsRefundWaiting = order.IsAccount;
        return answer;

        string Text(string name) => form.TryGetValue(name, out var value) ? value : throw InicisRefusal.Field(name);
    });

    private JsonObject Data(SimulatedRequest request, string type, params string[] names)
    {
        if (request.Json is not { } body || body["data"] is not JsonObject data)
            throw new InicisRefusal("500251", "The message cannot be read.");
        CheckTime((string?)body["timestamp"], (string?)body["clientIp"], (string?)body["mid"]);
        var text = data.ToJsonString(Canonical);
        if ((string?)body["type"] != type)
            throw InicisRefusal.Field("type");
        if ((string?)body["hashData"] != InicisChecks.Sha512($"{account.Options.ApiKey}{(string?)body["mid"]}{type}{(string?)body["timestamp"]}{text}"))
            throw InicisRefusal.Hash("hashData");
        if (data.FirstOrDefault(m => !names.Contains(m.Key, StringComparer.Ordinal) || m.Value?.GetValueKind() is not JsonValueKind.String) is { Key: { } odd })
            throw InicisRefusal.Field("data: " + odd);
        return data;
    }

    private void Take(SimulatedRequest request) => account.UseSecond((string)request.Json!["timestamp"]!);

    private void CheckTime(string? timestamp, string? clientIp, string? merchant)
    {
        if (merchant != account.Options.MerchantId)
            throw new InicisRefusal("500400", "The merchant is not registered.");
        if (timestamp is null || InicisAccount.ParseTime(timestamp, "yyyyMMddHHmmss") is not { } time || (time - account.Now).Duration() > TimeSpan.FromMinutes(5))
            throw InicisRefusal.Field("timestamp");
        if (!IPAddress.TryParse(clientIp, out var address) || address.AddressFamily != AddressFamily.InterNetwork || IPAddress.IsLoopback(address))
            throw InicisRefusal.Field("clientIp");
    }

    private InicisOrder? ByOrder(string? orderId) => account.Orders.FindLast(o => o.Tid is not null && o.OrderId == orderId);

    private InicisOrder Paid(string? tid, bool mayBeAccount)
    {
        var order = account.ByTid(tid) ?? throw new InicisRefusal("500623", "There is no such transaction.");
        if (order.Stage is InicisStage.NetCancelled || order.Left == 0)
            throw new InicisRefusal("500626", "It is cancelled already.");
        return order.IsAccount && (!mayBeAccount || !order.IsPaid) ? throw InicisRefusal.Field("a virtual account is refunded by version 1, after its deposit") : order;
    }

    private JsonObject Whole(InicisOrder order)
    {
        if (order.Parts.Count > 0)
            throw new InicisRefusal("500624", "It was cancelled in part.");
        order.CancelledAt = account.Now;
        return new JsonObject
        {
            ["cancelDate"] = InicisAccount.Time(account.Now, "yyyyMMdd"), ["cancelTime"] = InicisAccount.Time(account.Now, "HHmmss"), ["cshrCancelNum"] = "",
        };
    }

    private JsonObject Part(InicisOrder order, string? price, string? confirmPrice, string? currency)
    {
        if (!long.TryParse(price, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount == 0
            || !long.TryParse(confirmPrice, NumberStyles.None, CultureInfo.InvariantCulture, out var rest) || currency != order.Currency)
            throw InicisRefusal.Field("price, confirmPrice or currency");
        if (order.Method is "HPP" or "Culture")
            throw new InicisRefusal("500412", "This method cannot be cancelled in part.");
        if (amount == order.Price)
            throw new InicisRefusal("500749", "The whole amount is a full cancel.");
        if (amount > order.Left)
            throw new InicisRefusal("500826", "It is above what is left.");
        if (rest != order.Left - amount)
            throw new InicisRefusal("500706", "What is left is another amount.");
        var part = new InicisPartCancel(account.NewTid(order), amount, account.Now);
        order.Parts.Add(part);
        return new JsonObject
        {
            ["tid"] = part.Tid, ["prtcTid"] = order.Tid, ["prtcPrice"] = price, ["prtcRemains"] = InicisAccount.Digits(order.Left),
            ["prtcCnt"] = InicisAccount.Digits(order.Parts.Count), ["prtcType"] = "1",
            ["prtcDate"] = InicisAccount.Time(part.At, "yyyyMMdd"), ["prtcTime"] = InicisAccount.Time(part.At, "HHmmss"),
        };
    }

    private JsonObject Close(InicisOrder order)
    {
        if (!order.IsAccount || order.Stage is not InicisStage.Approved || order.DepositedAt is not null)
            throw InicisRefusal.Field("paymethod");
        if (order.ClosedAt is not null)
            throw new InicisRefusal("504626", "It is cancelled already.");
        order.ClosedAt = account.Now;
        return [];
    }

    private static JsonObject Describe(InicisOrder order)
    {
        var answer = new JsonObject
        {
            ["mid"] = order.Tid!.Substring(10, 10), ["oid"] = order.OrderId, ["tid"] = order.Tid, ["price"] = InicisAccount.Digits(order.Price),
            ["paymethod"] = order.Method, ["transactionStatus"] = order.Status,
            ["approvedDate"] = InicisAccount.Time(order.ApprovedAt, "yyyyMMdd"), ["approvedTime"] = InicisAccount.Time(order.ApprovedAt, "HHmmss"),
            ["availablePartCancelPrice"] = InicisAccount.Digits(order.Left),
            ["partCancelTransInfo"] = new JsonArray([.. order.Parts.Select(part => new JsonObject
            {
                ["tid"] = part.Tid, ["requestDate"] = InicisAccount.Time(part.At, "yyyyMMdd"), ["requestTime"] = InicisAccount.Time(part.At, "HHmmss"),
                ["requestPrice"] = InicisAccount.Digits(part.Price),
            })]),
        };
        if (order.CancelledAt is { } at)
        {
            var name = order.IsAccount ? "refund" : "cancel";
            answer[name + "Date"] = InicisAccount.Time(at, "yyyyMMdd");
            answer[name + "Time"] = InicisAccount.Time(at, "HHmmss");
        }

        if (order.IsAccount)
        {
            answer["vacctInfo"] = new JsonObject
            {
                ["depositDate"] = order.DepositedAt is { } paid ? InicisAccount.Time(paid, "yyyyMMdd") : "",
                ["depositTime"] = order.DepositedAt is { } time ? InicisAccount.Time(time, "HHmmss") : "",
            };
        }
        else if (order.Method is "Card" or "VCard")
        {
            answer["cardInfo"] = new JsonObject
            {
                ["cardNumber"] = "540926******1234", ["cardName"] = "KB", ["cardQuota"] = "00", ["approvedNumber"] = "30001234", ["currencyCode"] = order.Currency,
                ["isInterestFree"] = "N",
            };
        }

        return answer;
    }
}
