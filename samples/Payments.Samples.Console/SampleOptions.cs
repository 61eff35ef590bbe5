using System.Diagnostics.CodeAnalysis;

namespace Payments.Samples.ConsoleApp;

/// <summary>What the command line asks for.</summary>
internal sealed record SampleOptions
{
    public string? Provider { get; private init; }

    public string? HarFile { get; private init; }

    public bool Live { get; private init; }

    public bool Help { get; private init; }

    public static bool TryParse(
        IReadOnlyList<string> args, IReadOnlyList<SampleProvider> known, [NotNullWhen(true)] out SampleOptions? options, out string problem)
    {
        options = new SampleOptions();
        problem = "";
        for (var i = 0; i < args.Count && problem.Length == 0; i++)
        {
            var value = i + 1 < args.Count && !args[i + 1].StartsWith('-') ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h" or "-?":
                    options = options with { Help = true };
                    break;
                case "--live":
                    options = options with { Live = true };
                    break;
                case "--provider" when value is not null:
                    options = options with { Provider = value };
                    i++;
                    break;
                case "--har" when value is not null:
                    options = options with { HarFile = value };
                    i++;
                    break;
                case "--provider" or "--har":
                    problem = $"{args[i]} needs a value.";
                    break;
                default:
                    problem = $"There is no option '{args[i]}'. See --help.";
                    break;
            }
        }

        if (problem.Length == 0)
            problem = options.Check(known);
        return problem.Length == 0;
    }

    public static string HelpText(IEnumerable<SampleProvider> known) =>
        $"""
         Takes a payment through every registered provider, from creation to the last refund, and checks each step.
         Without options it needs no keys and no network: the providers are simulators on the loopback address.

           --provider NAME   only this provider: {Names(known)}
           --har FILE        writes the traffic with the simulators as an HTTP archive (HAR 1.2), secrets redacted
           --live            calls the providers' own test hosts with the keys of user secrets or of environment variables
                             such as PAYMENTS__STRIPE__SECRETKEY; ends where a payer has to act
           --help            shows this

         Keys of live mode are refused unless {LiveKeys.AllowVariable}=1. NO_COLOR is respected.
         Ends with 0 when all was as expected, 1 when something was not, 2 for wrong arguments or keys, 130 after Ctrl+C.

         """;

    /// <summary>The providers that were asked for, in the order they are registered.</summary>
    public IReadOnlyList<SampleProvider> Choose(IEnumerable<SampleProvider> known) =>
        [.. known.Where(provider => Provider is null || IsNamed(provider, Provider))];

    private static bool IsNamed(SampleProvider provider, string name) => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase);

    private static string Names(IEnumerable<SampleProvider> known) => string.Join(", ", known.Select(provider => provider.Name));

    private string Check(IReadOnlyList<SampleProvider> known) =>
        Help ? ""
        : Provider is { } name && !known.Any(provider => IsNamed(provider, name))
            ? $"There is no provider '{name}' in this sample. There are: {Names(known)}."
        : Live && HarFile is not null ? "--har records the simulators, which --live does not use: leave one of the two out."
        : "";
}
