using System.Globalization;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>
/// A linearisation against difference quotients of many steps. For each entry of the result the step counts whose quotient differs least from those of its neighbours,
/// so that neither a curve nor rounding nor a kink within a large step decides. Where the quotients to both sides have different limits the point lies at a kink;
/// there the linearisation must lie between them.
/// </summary>
/// <remarks>Choosing a step by how much the quotients of neighbouring steps differ: Gill, Murray, Saunders and Wright 1983, "Computing forward-difference intervals".</remarks>
internal sealed class StepStudy
{
    /// <summary>What the relative error may be where differences tell the derivative exactly.</summary>
    public const double Least = 1e-6;

    /// <summary>Derivatives below this are left open: what they are made of may underflow.</summary>
    private const double Smallest = 1e-280;

    private const double LargestStep = 1e-2, Unclear = 1e-2, SideWeight = 1e-2, Sharp = 1e-2;
    private const int Steps = 7;

    private StepStudy(double error, double tolerance, int open, int kinks, bool isSharp, string? kink, string? worst) =>
        (Error, Tolerance, Open, Kinks, IsSharp, Kink, Worst) = (error, tolerance, open, kinks, isSharp, kink, worst);

    /// <summary>The error of the worst entry, relative to the largest derivative of all entries.</summary>
    public double Error { get; }

    /// <summary>What that error may be: <see cref="Least"/>, and what differences cannot tell there.</summary>
    public double Tolerance { get; }

    /// <summary>How many entries are left open: rounding or a jump is larger than the derivative.</summary>
    public int Open { get; }

    /// <summary>How many entries lie at a kink.</summary>
    public int Kinks { get; }

    /// <summary>Whether the slopes to the two sides differ by a part of them that no rounding explains, so that there is a kink beyond doubt.</summary>
    public bool IsSharp { get; }

    /// <summary>The derivative that is taken at the first kink, in words.</summary>
    public string? Kink { get; }

    /// <summary>The entry with the largest error, in words.</summary>
    public string? Worst { get; }

    /// <summary>Compares.</summary>
    /// <param name="along">The value at t along a line through the point, which is t = 0.</param>
    /// <param name="tangent">The linearisation in the direction of the line.</param>
    /// <param name="size">The size of the numbers that the value is made of: what rounding is relative to.</param>
    public static StepStudy Of(Func<double, Tensor<double>> along, Tensor<double> tangent, double size)
    {
        Tensor<double> here = along(0);
        double[] steps = [.. Enumerable.Range(0, Steps).Select(k => LargestStep * Math.Pow(0.1, k))];
        (Tensor<double> Ahead, Tensor<double> Behind)[] around = [.. steps.Select(step => (along(step), along(-step)))];
        Quotient[] found = new Quotient[here.Span.Length];
        double largest = Entries.Largest(tangent);
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = Best(steps, around, here.Span[i], i, size);
            if (double.IsFinite(found[i].Central) && found[i].Doubt <= Unclear * Math.Abs(found[i].Central))
            {
                largest = Math.Max(largest, Math.Abs(found[i].Central));
            }
        }

        return Judge(found, tangent, largest);
    }

    private static StepStudy Judge(Quotient[] found, Tensor<double> tangent, double largest)
    {
        (double error, double tolerance, int open, int kinks, bool isSharp, string? kink, string? worst) = (0, Least, 0, 0, false, null, null);
        for (int i = 0; i < found.Length; i++)
        {
            Quotient quotient = found[i];
            double taken = tangent.Span[i], distance = Math.Abs(taken - quotient.Central);
            if (quotient is { Central: 0, Ahead: 0 } && taken == 0)
            {
                continue;
            }

            if (!double.IsFinite(quotient.Central) || !double.IsFinite(quotient.Doubt) || quotient.Doubt > Unclear * largest || largest < Smallest)
            {
                open++;
                continue;
            }

            double gap = Math.Abs(quotient.Ahead - quotient.Behind);
            bool isKink = gap > Math.Max(Least * Math.Max(Math.Abs(quotient.Ahead), Math.Abs(quotient.Behind)), 10 * quotient.SideDoubt);
            if (isKink)
            {
                kinks++;
                isSharp |= gap > Sharp * Math.Max(Math.Abs(quotient.Ahead), Math.Abs(quotient.Behind));
                (double low, double high) = (Math.Min(quotient.Ahead, quotient.Behind), Math.Max(quotient.Ahead, quotient.Behind));
                distance = Math.Max(0, Math.Max(low - taken, taken - high));
                kink ??= $"at entry {i} the slopes to the two sides are {Number(quotient.Behind)} and {Number(quotient.Ahead)}, and {Number(taken)} is taken";
            }

            double own = distance == 0 ? 0 : distance / largest, allowed = Least + (10 * quotient.Doubt / largest);
            if (double.IsNaN(own) || own / allowed > error / tolerance)
            {
                (error, tolerance) = (double.IsNaN(own) ? double.PositiveInfinity : own, allowed);
                worst = $"entry {i} has the derivative {Number(taken)}, differences say {Number(quotient.Central)}";
            }
        }

        return new StepStudy(error, tolerance, open, kinks, isSharp, kink, worst);
    }

    /// <summary>The quotient of the step that agrees best with its neighbours.</summary>
    private static Quotient Best(double[] steps, (Tensor<double> Ahead, Tensor<double> Behind)[] around, double here, int entry, double size)
    {
        double least = double.PositiveInfinity;
        Quotient best = new(double.NaN, double.PositiveInfinity, double.NaN, double.NaN, double.PositiveInfinity);
        double[] central = [.. steps.Select((step, k) => (around[k].Ahead.Span[entry] - around[k].Behind.Span[entry]) / (2 * step))];
        double[] ahead = [.. steps.Select((step, k) => (around[k].Ahead.Span[entry] - here) / step)], behind = [.. steps.Select((step, k) => (here - around[k].Behind.Span[entry]) / step)];
        for (int k = 1; k < steps.Length - 1; k++)
        {
            double rounding = 4 * 2.2e-16 * size / steps[k];
            double doubt = rounding + Math.Max(Math.Abs(central[k] - central[k - 1]) / 10, Math.Abs(central[k] - central[k + 1]) / 10);
            double side = rounding + Math.Max(Math.Abs(ahead[k] - ahead[k + 1]), Math.Abs(behind[k] - behind[k + 1]));

            // Beside a kink what a large step does to one side may cancel what it does to the other; each side alone shows it.
            double uncertainty = doubt + (SideWeight * side);
            if (uncertainty < least)
            {
                (least, best) = (uncertainty, new Quotient(central[k], doubt, ahead[k], behind[k], side));
            }
        }

        return best;
    }

    private static string Number(double value) => (value == 0 ? 0 : value).ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>The slope at one step.</summary>
    private readonly record struct Quotient(double Central, double Doubt, double Ahead, double Behind, double SideDoubt);
}
