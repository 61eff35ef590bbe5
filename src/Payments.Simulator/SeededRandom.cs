namespace Payments.Simulator;

/// <summary>Chance and ids that are the same for the same seed. Not for secrets: everything here is public by design.</summary>
internal sealed class SeededRandom(int seed)
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    public double NextDouble()
    {
        lock (_gate)
            return _random.NextDouble();
    }

    public string NextText(int length)
    {
        lock (_gate)
            return string.Create(length, _random, static (span, random) =>
            {
                foreach (ref var letter in span)
                    letter = Letters[random.Next(Letters.Length)];
            });
    }
}
