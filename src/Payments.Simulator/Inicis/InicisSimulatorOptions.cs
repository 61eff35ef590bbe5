namespace Payments.Simulator;

/// <summary>What the Inicis simulator can be told. The keys are those of Inicis' public test merchant unless others are set.</summary>
public sealed class InicisSimulatorOptions : SimulatorOptions
{
    /// <summary>The one merchant id (MID). Default: <c>INIpayTest</c>.</summary>
    public string MerchantId { get; set; } = "INIpayTest";

    /// <summary>The sign key of the PC window.</summary>
    public string SignKey { get; set; } = "SU5JTElURV9UUklQTEVERVNfS0VZU1RS";

    /// <summary>The hash key of the mobile page.</summary>
    public string HashKey { get; set; } = "3CB8183A4BE283555ACC8363C0360223";

    /// <summary>The INIAPI key.</summary>
    public string ApiKey { get; set; } = "ItEQKi3rY7uvDS8l";

    /// <summary>The INIAPI initialisation vector.</summary>
    public string ApiIv { get; set; } = "HYb3yQ4f65QL89==";

    /// <summary>The data centre that the payer's return names. Default: <c>fc</c>.</summary>
    public string DataCentre { get; set; } = "fc";

    /// <summary>Whether mobile approvals are answered in EUC-KR whatever was asked for, as old merchants get it. Default: false.</summary>
    public bool AnswersInKorean { get; set; }
}
