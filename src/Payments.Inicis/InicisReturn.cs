namespace Payments.Inicis;

/// <summary>
/// What the payer's browser brought back: that Inicis has authenticated the payer, at most. Nothing of it is signed, and nothing is paid yet. A class,
/// since it holds a one-shot token.
/// </summary>
internal sealed class InicisReturn
{
    public required bool IsMobile { get; init; }

    public required string Code { get; init; }

    public string? MerchantId { get; init; }

    public string? OrderId { get; init; }

    /// <summary>The mobile <c>P_AMT</c>. The PC window tells no amount.</summary>
    public string? Amount { get; init; }

    /// <summary><c>authToken</c>, or the mobile <c>P_TID</c>: good for one approval.</summary>
    public string? Token { get; init; }

    public string? ApprovalUrl { get; init; }

    public string? NetCancelUrl { get; init; }

    public string? DataCentre { get; init; }

    public string? Mark { get; init; }

    internal bool IsAuthenticated => Code == (IsMobile ? InicisDefaults.MobileApproval : InicisDefaults.Approval).Success;

    /// <summary>Reads a return. Null when it is none of Inicis'.</summary>
    internal static InicisReturn? Read(IReadOnlyDictionary<string, string> parameters)
    {
        if (Text("resultCode") is { } code)
        {
            return new InicisReturn
            {
                IsMobile = false,
                Code = code,
                MerchantId = Text("mid"),
                OrderId = Text("orderNumber") ?? Text("MOID"),
                Token = Text("authToken"),
                ApprovalUrl = Text("authUrl"),
                NetCancelUrl = Text("netCancelUrl"),
                DataCentre = Text("idc_name"),
                Mark = Text("merchantData"),
            };
        }

        return Text("P_STATUS") is not { } status ? null : new InicisReturn
        {
            IsMobile = true,
            Code = status,
            MerchantId = MerchantIn(Text("P_TID")),
            Amount = Text("P_AMT"),
            Token = Text("P_TID"),
            ApprovalUrl = Text("P_REQ_URL"),
            DataCentre = Text("idc_name"),
            Mark = Text("P_NOTI"),
        };

        string? Text(string name) => parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    private static string? MerchantIn(string? tid) => tid?.Length >= InicisDefaults.MerchantIdInTransactionId + InicisDefaults.MerchantIdLength
        ? tid.Substring(InicisDefaults.MerchantIdInTransactionId, InicisDefaults.MerchantIdLength)
        : tid;
}
