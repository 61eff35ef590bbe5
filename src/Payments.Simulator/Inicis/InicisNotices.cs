using System.Text;

namespace Payments.Simulator;

/// <summary>The notices of virtual accounts and mobile bank payments: forms in EUC-KR that nobody signs.</summary>
internal sealed class InicisNotices(InicisAccount account, Action<string, string, ReadOnlyMemory<byte>, Uri?> emit)
{
    /// <summary>Mobile: what was issued, or paid from a bank account.</summary>
    public void Approved(InicisOrder order)
    {
        if (order is { IsMobile: true, NoticeUrl: not null } && order.Method is "VBank" or "DirectBank")
            Mobile(order, "00");
    }

    public void Deposited(InicisOrder order)
    {
        if (order.IsMobile)
        {
            Mobile(order, "02");
            return;
        }

        var at = order.DepositedAt!.Value;
        var tid = account.NewTid(order);
        Emit(tid, "0200", null, new(StringComparer.Ordinal)
        {
            ["no_tid"] = tid, ["no_oid"] = order.OrderId, ["id_merchant"] = account.Options.MerchantId, ["cd_bank"] = "00000088", ["cd_deal"] = "00000004",
            ["dt_trans"] = InicisAccount.Time(at, "yyyyMMdd"), ["tm_trans"] = InicisAccount.Time(at, "HHmmss"), ["no_vacct"] = order.Account!,
            ["amt_input"] = InicisAccount.Digits(order.Price), ["amt_check"] = "0", ["flg_close"] = "0", ["cl_close"] = "0", ["type_msg"] = "0200",
            ["cl_trans"] = "1100", ["cl_kor"] = "2", ["nm_inputbank"] = "국민은행", ["nm_input"] = "홍길동",
            ["dt_inputstd"] = InicisAccount.Time(at, "yyyyMMdd"), ["dt_calculstd"] = InicisAccount.Time(at, "yyyyMMdd"),
        });
    }

    private void Mobile(InicisOrder order, string status) => Emit($"{order.Tid}:{status}", status, order.NoticeUrl, new(StringComparer.Ordinal)
    {
        ["P_TID"] = order.Tid!, ["P_MID"] = account.Options.MerchantId, ["P_OID"] = order.OrderId, ["P_AMT"] = InicisAccount.Digits(order.Price),
        ["P_AUTH_DT"] = InicisAccount.Time(account.Now), ["P_STATUS"] = status, ["P_TYPE"] = InicisAccount.MobileOf(order.Method), ["P_FN_CD1"] = "88",
        ["P_FN_NM"] = "신한은행", ["P_UNAME"] = "홍길동", ["P_NOTI"] = order.Mark ?? "",
        ["P_RMESG1"] = order.IsAccount ? $"P_VACCT_NO={order.Account}|P_EXP_DT={InicisAccount.Time(order.DueAt!.Value, "yyyyMMdd")}" : "정상처리",
    });

    private void Emit(string id, string type, string? url, Dictionary<string, string> fields) =>
        emit(id, type, Encoding.ASCII.GetBytes(InicisAccount.Form(InicisAccount.Korean, fields)), url is null ? null : new Uri(url));
}
