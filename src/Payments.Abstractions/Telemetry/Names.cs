using System.Text;

namespace Payments;

/// <summary>The members of an enum in the form of labels: <c>InsufficientFunds</c> is <c>insufficient_funds</c>.</summary>
internal static class Names<TEnum>
    where TEnum : struct, Enum
{
    // Not frozen: the first call of a new process would compile that for each enum.
    private static readonly Dictionary<TEnum, string> All = Enum.GetValues<TEnum>().ToDictionary(value => value, value => Snake(value.ToString()));

    internal static string Of(TEnum value) => All.TryGetValue(value, out var name) ? name : "other";

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
