namespace Payments.Inicis;

/// <summary>
/// A notice's form, as far as it names a payment. Whether it tells of an issued account, a deposit or a delivery makes no difference: each leads to the same
/// read, so that none is missed where several of one payment wait.
/// </summary>
internal sealed record InicisNotice(bool IsEscrow, string? MerchantId, string? Tid, string? OrderId, string Status, string EventId, DateTimeOffset? At)
{
    /// <summary>What our own mark (<c>P_NOTI</c>) came back as. Null where there is none, as in every PC notice.</summary>
    internal string? Mark { get; private init; }

    /// <summary>The amount, as it is written in a mark.</summary>
    internal string? Price { get; private init; }

    /// <summary>Reads a notice. Null when it is none.</summary>
    internal static InicisNotice? Read(ReadOnlySpan<byte> body)
    {
        var form = InicisForms.Read(body);
        var notice = Text("P_STATUS") is not null ? Mobile() : Standard();
        return notice is { Tid: null, OrderId: null } ? null : notice;

        InicisNotice Mobile()
        {
            var (status, tid) = (Text("P_STATUS")!, Text("P_TID"));
            var deposit = Text("P_IN_TID") is { } own ? ":" + own : "";
            return new InicisNotice(
                IsEscrow: false, Text("P_MID"), tid, Text("P_OID"), status, $"{tid}:{status}{deposit}", InicisForms.Time(Text("P_AUTH_DT")))
            {
                Mark = Text("P_NOTI"),
                Price = InicisMoney.FromWire(Text("P_AMT"), Currency.KRW) is { IsPositive: true } amount ? InicisMoney.ToWire(amount) : null,
            };
        }

        // The tid of a deposit is not the tid of its account: the order names the payment.
        InicisNotice Standard() => Text("cl_status") is { } delivery
            ? new InicisNotice(
                IsEscrow: true, Text("id_merchant"), Text("tid_org"), Text("no_oid"), delivery, $"{Text("no_tid")}:{delivery}", InicisForms.Time(Text("dt_req")))
            : new InicisNotice(
                IsEscrow: false, Text("id_merchant"), null, Text("no_oid"), Text("type_msg") ?? "", Text("no_tid") ?? "",
                InicisForms.Time(Text("dt_trans"), Text("tm_trans")));

        string? Text(string name) => form.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }
}
