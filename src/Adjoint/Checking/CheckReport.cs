using System.Globalization;
using Adjoint.Operators;

namespace Adjoint.Checking;

/// <summary>What a check found.</summary>
/// <param name="Name">What was checked: the name of a case, or the text of a node.</param>
/// <param name="Kind">What was compared.</param>
/// <param name="Argument">The argument that it was checked in, from 0; nothing where a check is about no argument.</param>
/// <param name="Precision"><c>float64</c> or <c>float32</c>.</param>
/// <param name="RelativeError">The largest error, relative to the size of what is compared; +∞ where a number is none or a rule threw.</param>
/// <param name="Tolerance">What the relative error may be.</param>
/// <param name="Passed">Whether all is right.</param>
/// <param name="Message">A sentence: that it is right, what is wrong, or what had to be left open.</param>
public sealed record CheckReport(
    string Name, CheckKind Kind, int? Argument, string Precision, double RelativeError, double Tolerance, bool Passed, string Message)
{
    /// <summary>Whether the message says more than that all is right, such as which derivative is taken at a kink.</summary>
    public bool HasRemark { get; init; }

    /// <summary>Whether the point lies at a kink, so that the message says which derivative is taken.</summary>
    public bool IsAtKink { get; init; }

    /// <summary>The variable that it was checked in, where that is what an argument is of the whole of an expression; nothing else.</summary>
    public string? Variable { get; init; }

    /// <summary>The check in words: <c>relu(w), argument 0, derivative, float64: passed, …</c>.</summary>
    public override string ToString() => string.Join(
        ", ",
        new[] { Name, Variable is null ? null : $"variable {Variable}", Argument is int argument ? string.Create(CultureInfo.InvariantCulture, $"argument {argument}") : null, NameOf(Kind), Precision }
            .Where(part => part is not null)) + $": {(Passed ? "passed" : "FAILED")}. {Message}";

    /// <summary>The name of a kind of check in text: <c>dot test</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string NameOf(CheckKind kind) => kind switch
    {
        CheckKind.Shape => "shape",
        CheckKind.Value => "value",
        CheckKind.DotTest => "dot test",
        CheckKind.DenseTranspose => "transpose",
        CheckKind.Derivative => "derivative",
        CheckKind.FastPath => "fast path",
        CheckKind.Kink => "kink",
        _ => "facts",
    };

    internal static string NameOf<T>() => typeof(T) == typeof(double) ? "float64" : "float32";

    internal static CheckReport Of<T>(string name, int? argument, DotTestReport report) =>
        new(name, CheckKind.DotTest, argument, NameOf<T>(), report.RelativeError, report.Tolerance, report.Passed, report.Explanation);

    /// <summary>Carries a check out; whatever a rule throws is a failure of the check.</summary>
    internal static CheckReport Guard(string name, CheckKind kind, int? argument, string precision, double tolerance, Func<CheckReport> check)
    {
        try
        {
            return check();
        }
#pragma warning disable CA1031 // A rule from outside may throw anything, and is reported by name.
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
#pragma warning restore CA1031
        {
            return new CheckReport(name, kind, argument, precision, double.PositiveInfinity, tolerance, false, Thrown(exception));
        }
    }

    /// <summary>The sentence for what a rule threw.</summary>
    internal static string Thrown(Exception exception) => $"A rule threw {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";
}
