using System.Text.Json;

namespace Payments.Simulator;

/// <content>What the payer, the payer's bank and time do.</content>
public sealed partial class InicisSimulator
{
    private const string OrdinaryDecline = "120054";

    /// <inheritdoc/>
    public override IReadOnlyCollection<PayerActionKind> PayerActions { get; } =
        [PayerActionKind.Pay, PayerActionKind.Decline, PayerActionKind.Cancel, PayerActionKind.PayLate];

    /// <summary>Opens the window or the mobile page with what the shop's page was given; <see cref="ProviderSimulator.PlayAsync"/> does it by itself.</summary>
    /// <param name="fields">The SDK's parameters, or the form's fields.</param>
    /// <returns>What <see cref="ProviderSimulator.PlayAsync"/> takes for just this window; the order id means its last one.</returns>
    /// <exception cref="InvalidOperationException">The window refuses the fields; the message holds Inicis' code and names the field.</exception>
    public string Open(IReadOnlyDictionary<string, string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return Alone(() => OpenWindow(fields).Id);
    }

    /// <inheritdoc/>
    public override Task<int> SettlePendingAsync(string? id = null, bool succeed = true, CancellationToken cancellationToken = default) =>
        Task.FromResult(Alone(() =>
    {
        var orders = _account.Orders.Where(o => o.IsAccount && o.Stage is InicisStage.Approved && (id is null || o.OrderId == id || o.Tid == id)).ToArray();
        var deposits = orders.Where(o => o is { DepositedAt: null, ClosedAt: null }).ToArray();
        foreach (var order in deposits)
            Settle(order, succeed);
        var refunds = orders.Where(o => o.IsRefundWaiting).ToArray();
        foreach (var order in refunds)
            order.IsRefundWaiting = false;
        return deposits.Length + refunds.Length;
    }));

    /// <inheritdoc/>
    protected override PayerReturn Play(string paymentIdOrUrl, PayerAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var fields = action.FormFields ?? ParametersOf(action.SdkParameters);
        var order = fields is not null ? OpenWindow(fields) : _account.Find(paymentIdOrUrl) ?? throw new KeyNotFoundException($"The Inicis simulator knows no window by '{paymentIdOrUrl}'.");
        if (order.Stage is not (InicisStage.Opened or InicisStage.Authenticated))
            throw new InvalidOperationException($"'{order.OrderId}' cannot be paid: it is {order.Stage}.");
        if (action.Kind is PayerActionKind.Cancel)
            return order.IsMobile ? Back(order, "01") : order.CloseUrl is { } close ? new PayerReturn(new Uri(close)) : PayerReturn.None;

        // A code of the window itself never comes to an approval.
        if (action is { Kind: PayerActionKind.Decline, Code: { } refused } && (refused.StartsWith('V') || refused.Length < 4))
            return Back(order, refused);
        order.Decline = action.Kind is PayerActionKind.Decline ? action.Code ?? OrdinaryDecline : null;
        order.Method = action.Kind is PayerActionKind.PayLate ? "VBank" : action.Method ?? (order.Method.Length > 0 ? order.Method : "Card");
        order.Stage = InicisStage.Authenticated;
        order.Token = order.IsMobile ? _account.NewTid(order)[..34] + NextId("", 6) : NextId("", 40) + "+/==";
        return Back(order, order.IsMobile ? "00" : "0000");
    }

    private InicisOrder OpenWindow(IReadOnlyDictionary<string, string> fields)
    {
        try
        {
            return _windows.Open(fields);
        }
        catch (InicisRefusal refusal)
        {
            throw new InvalidOperationException($"{refusal.Code}: {refusal.Message}", refusal);
        }
    }

    private static Dictionary<string, string>? ParametersOf(Sensitive<string>? parameters) =>
        parameters is not { } given ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(given.Reveal());

    private void Settle(InicisOrder order, bool succeed)
    {
        if (!succeed)
        {
            order.ClosedAt = _account.Now;
            return;
        }

        order.DepositedAt = _account.Now;
        _notices.Deposited(order);
    }

    private PayerReturn Back(InicisOrder order, string code)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var isGood = code is "00" or "0000";
        if (order.IsMobile)
        {
            (fields["P_STATUS"], fields["P_RMESG1"]) = (code, isGood ? "정상처리" : "취소되었습니다");
            if (isGood)
                (fields["P_TID"], fields["P_AMT"], fields["P_REQ_URL"]) = (order.Token!, InicisAccount.Digits(order.Price), _account.Address("/smart/payReq.ini"));
            fields["P_NOTI"] = order.Mark ?? "";
        }
        else
        {
            (fields["resultCode"], fields["resultMsg"]) = (code, isGood ? "정상처리" : "취소되었습니다");
            (fields["mid"], fields["orderNumber"], fields["charset"]) = (_options.MerchantId, order.OrderId, "UTF-8");
            if (isGood)
                (fields["authToken"], fields["authUrl"], fields["netCancelUrl"]) = (order.Token!, _account.Address("/api/payAuth"), _account.Address("/api/netCancel"));
            fields["merchantData"] = order.Mark ?? "";
        }

        if (order.TellsDataCentre)
            fields["idc_name"] = _options.DataCentre;
        return new PayerReturn(new Uri(order.ReturnUrl)) { Method = "POST", Fields = fields };
    }
}
