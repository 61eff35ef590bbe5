namespace Payments.Security.Tests.Keys;

internal abstract class KeyFixture
{
    protected static readonly CardNumber Card = CardNumber.Parse("4242424242424242");

    private readonly List<KeyHost> _hosts = [];

    protected ManualTimeProvider Time { get; private set; } = null!;

    protected string Folder { get; private set; } = null!;

    protected InMemoryDataKeyStore DataKeys { get; private set; } = null!;

    protected InMemoryTokenStore Tokens { get; private set; } = null!;

    [SetUp]
    public void MakeStores()
    {
        Folder = Directory.CreateTempSubdirectory("payments-keys-").FullName;
        (Time, DataKeys, Tokens) = (new(), new(), new());
    }

    [TearDown]
    public void DropStores()
    {
        _hosts.ForEach(host => host.Dispose());
        _hosts.Clear();
        Directory.Delete(Folder, recursive: true);
    }

    protected KeyHost Start(IPaymentCaller? caller = null, IDataKeyStore? dataKeys = null)
    {
        var host = new KeyHost(Folder, dataKeys ?? DataKeys, Time, Tokens, caller);
        _hosts.Add(host);
        return host;
    }

    protected async Task<List<DataKeyRecord>> AllKeys() => [.. await DataKeys.ListAsync(null, int.MaxValue)];
}
