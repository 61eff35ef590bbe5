using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>How payments begin: a window of the server's, the browser's SDK, a virtual account, a billing key.</summary>
internal sealed class TossOpening(TossAccount account, TossCharging charging)
{
    /// <summary>Billing keys begin so; what follows is <c>ok</c>, or the code with which a charge is declined.</summary>
    public const string BillingKeyPrefix = "billing_";

    private const string Methods = "CARD VIRTUAL_ACCOUNT MOBILE_PHONE TRANSFER FOREIGN_EASY_PAY CULTURE_GIFT_CERTIFICATE BOOK_GIFT_CERTIFICATE GAME_GIFT_CERTIFICATE";

    public TossPayment Window(SimulatedRequest request)
    {
        var body = TossBody.Of(
            request,
            "method amount currency orderId orderName successUrl failUrl flowMode easyPay cardCompany cardInstallmentPlan useInternationalCardOnly provider country dueDate "
            + "useEscrow cashReceipt taxFreeAmount customerName customerEmail customerMobilePhone metadata");
        var method = CheckedMethod(body.Required("method", 40));
        var currency = body.Currency("KRW");
        if (method is TossPayment.Foreign && currency is not "USD")
            throw new TossRefusal("INVALID_CURRENCY");
        CheckDirect(body);
        var amount = CheckedAmount(body, "amount", currency, method);
        return account.Add(Begun(body, method, amount, currency, body.Text("easyPay", 40) ?? body.Text("provider", 40), body.DueDate(account.Now), body.Flag("useEscrow"), hasCheckout: true));
    }

    /// <summary>The payer's browser calls the SDK: only now is the payment known.</summary>
    public TossPayment FromBrowser(string parameters)
    {
        var given = TossBody.Of(JsonNode.Parse(parameters) as JsonObject, "clientKey customerKey amount requestPayment");
        var pair = account.Options.SecretKey.Replace("sk_", "ck_", StringComparison.Ordinal);
        if (given.Text("clientKey", 200) is { } clientKey && clientKey.Split('_')[..2] is var prefix && !pair.StartsWith(string.Join('_', prefix), StringComparison.Ordinal))
            throw new TossRefusal("INVALID_API_KEY", "The client key is not the pair of the secret key.");
        var isWidget = account.IsWidget;
        var body = TossBody.Of(
            given["requestPayment"] as JsonObject,
            "orderId orderName successUrl failUrl customerName customerEmail customerMobilePhone taxFreeAmount metadata"
            + (isWidget ? "" : " method amount card virtualAccount transfer foreignEasyPay"));
        var money = TossBody.Of((isWidget ? given["amount"] : body["amount"]) as JsonObject, "currency value");
        var currency = money.Currency("KRW");
        var method = isWidget ? null : CheckedMethod(body.Required("method", 40));
        var options = Options(body, method);
        if (options is not null)
        {
            CheckDirect(options);
            CheckEscrow(options);
        }

        if (method is TossPayment.Card && currency is not "KRW" && options?.Flag("useInternationalCardOnly") is not true)
            throw new TossRefusal("NOT_SUPPORTED_USD", "Other currencies need useInternationalCardOnly.");
        var foreign = body["foreignEasyPay"] is JsonObject wallet ? TossBody.Of(wallet, "provider country") : null;
        foreign?.Required("country", 2);
        var amount = CheckedAmount(money, "value", currency, method);
        return account.Add(Begun(body, method, amount, currency, options?.Text("easyPay", 40) ?? foreign?.Required("provider", 40), options?.DueDate(account.Now), options?.Flag("useEscrow"), hasCheckout: false));
    }

    public TossPayment VirtualAccount(SimulatedRequest request)
    {
        RefuseWidget();
        var body = TossBody.Of(
            request,
            "amount orderId orderName customerName bank validHours dueDate accountKey customerEmail customerMobilePhone taxFreeAmount useEscrow escrowProducts cashReceipt");
        CheckEscrow(body);
        if (body["validHours"] is not null && body["dueDate"] is not null)
            throw new TossRefusal("INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE");
        var payment = account.Add(new TossPayment
        {
            Key = account.NextId("pk_"),
            OrderId = Unused(body.OrderId()),
            OrderName = body.Required("orderName", 100),
            Amount = CheckedAmount(body, "amount", "KRW", TossPayment.VirtualAccount),
            Currency = "KRW",
            Method = TossPayment.VirtualAccount,
            DueDate = body.DueDate(account.Now) ?? account.Now.AddHours(body.ValidHours() ?? 168),
            CustomerName = body.Required("customerName", 100),
            BankCode = TossBanks.CodeOf(body.Required("bank", 30)),
            UseEscrow = body.Flag("useEscrow") ?? false,
            Secret = account.NextId("ps_"),
            RequestedAt = account.Now,
        });
        charging.Issue(payment);
        return payment;
    }

    public TossPayment Billing(SimulatedRequest request)
    {
        RefuseWidget();
        var key = request.RouteValues["billingKey"];
        if (!key.StartsWith(BillingKeyPrefix, StringComparison.Ordinal))
            throw new TossRefusal("NOT_FOUND_BILLING");
        var body = TossBody.Of(request, "customerKey amount orderId orderName cardInstallmentPlan taxFreeAmount customerName customerEmail");
        body.Required("customerKey", 300);
        var amount = CheckedAmount(body, "amount", "KRW", TossPayment.Card);
        body.CheckInstallments(amount);
        var order = Unused(body.OrderId());
        var code = key[BillingKeyPrefix.Length..];
        if (code is not "ok")
            throw new TossRefusal(code, "The simulator's bank declines.");
        var payment = account.Add(new TossPayment
        {
            Key = account.NextId("pk_"),
            OrderId = order,
            OrderName = body.Required("orderName", 100),
            Amount = amount,
            Currency = "KRW",
            Method = TossPayment.Card,
            Type = "BILLING",
            Secret = account.NextId("ps_"),
            RequestedAt = account.Now,
        });
        charging.Approve(payment, isTold: false);
        return payment;
    }

    private TossPayment Begun(TossBody body, string? method, decimal amount, string currency, string? wallet, DateTimeOffset? due, bool? useEscrow, bool hasCheckout) => new()
    {
        Key = account.NextId("pk_"),
        OrderId = Unused(body.OrderId()),
        OrderName = body.Required("orderName", 100),
        Amount = amount,
        Currency = currency,
        Method = method,
        Wallet = wallet,
        SuccessUrl = body.Url("successUrl", "INCORRECT_SUCCESS_URL_FORMAT"),
        FailUrl = body.Url("failUrl", "INCORRECT_FAIL_URL_FORMAT"),
        HasCheckout = hasCheckout,
        IsWidget = !hasCheckout && account.IsWidget,
        DueDate = due,
        UseEscrow = useEscrow ?? false,
        CustomerName = body.Text("customerName", 100),
        Metadata = Metadata(body),
        Secret = account.NextId("ps_"),
        RequestedAt = account.Now,
    };

    private static TossBody? Options(TossBody body, string? method)
    {
        var name = method switch { TossPayment.Card => "card", TossPayment.VirtualAccount => "virtualAccount", "TRANSFER" => "transfer", _ => null };
        foreach (var other in new[] { "card", "virtualAccount", "transfer" })
        {
            if (other != name && body[other] is not null)
                throw new TossRefusal("INVALID_REQUEST", $"'{other}' is not for {method}.");
        }

        return name is null || body[name] is null ? null : TossBody.Of(
            body[name] as JsonObject,
            name is "card" ? "flowMode easyPay cardCompany cardInstallmentPlan useInternationalCardOnly language dueDate useEscrow" : "dueDate useEscrow escrowProducts cashReceipt");
    }

    private static string CheckedMethod(string method) =>
        Methods.Split(' ').Contains(method, StringComparer.Ordinal) ? method : throw new TossRefusal("NOT_SUPPORTED_METHOD");

    private static void CheckDirect(TossBody body)
    {
        if (body.Text("flowMode", 10) is "DIRECT" && body.Text("easyPay", 40) is null && body.Text("cardCompany", 40) is null)
            throw new TossRefusal("INVALID_FLOW_MODE_PARAMETERS");
    }

    private static void CheckEscrow(TossBody body)
    {
        if (body["escrowProducts"] is not { } node)
        {
            if (body.Flag("useEscrow") is true)
                throw new TossRefusal("INVALID_REQUIRED_PARAM", "'escrowProducts' is missing.");
            return;
        }

        foreach (var item in node as JsonArray ?? throw new TossRefusal("INVALID_REQUEST", "'escrowProducts' is a list."))
        {
            var product = TossBody.Of(item as JsonObject, "id name code unitPrice quantity");
            product.Required("id", 200);
            product.Required("name", 200);
            product.Required("code", 200);
            if (product.Amount("unitPrice", "KRW") is null || product.Amount("quantity", "KRW") is null or 0)
                throw new TossRefusal("INVALID_REQUIRED_PARAM", "'unitPrice' or 'quantity' is missing.");
        }
    }

    private static decimal CheckedAmount(TossBody body, string name, string currency, string? method)
    {
        var amount = body.Amount(name, currency) ?? throw new TossRefusal("INVALID_REQUIRED_PARAM", $"'{name}' is missing.");
        return amount <= 0 || (currency is "KRW" && amount < (method is "TRANSFER" or TossPayment.VirtualAccount ? 200 : 100))
            ? throw new TossRefusal("BELOW_MINIMUM_AMOUNT")
            : amount;
    }

    private static JsonNode? Metadata(TossBody body)
    {
        if (body["metadata"] is not { } node)
            return null;
        if (node is not JsonObject pairs || pairs.Count > 5 || pairs.Any(pair => pair.Key.Length > 40 || pair.Value?.GetValueKind() is not JsonValueKind.String))
            throw new TossRefusal("INVALID_REQUEST", "'metadata' has at most five pairs of texts.");
        return pairs.DeepClone();
    }

    private string Unused(string orderId)
    {
        account.RefuseUsed(orderId);
        return orderId;
    }

    private void RefuseWidget()
    {
        if (account.IsWidget)
            throw new TossRefusal("FORBIDDEN_REQUEST", "The widget's key cannot do this.");
    }
}
