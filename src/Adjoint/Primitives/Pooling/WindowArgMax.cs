using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Pooling;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Pooling;

/// <summary>
/// Where in each window the largest entry lies: the tap's number in C order of the window, a whole number. The first of equals; padding never
/// wins; the first not-a-number counts as the largest. Locally constant. Max-pooling is a <see cref="WindowGather"/> at these offsets.
/// </summary>
/// <remarks>Offsets count within the window, so that float32 holds them exactly however large the picture is.</remarks>
/// <param name="Axes">The windows along each spatial axis, one to three.</param>
public sealed record WindowArgMax(ValueList<PoolingAxis> Axes) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "windowargmax";

    /// <inheritdoc/>
    public override string Formula => "r[n,j,c] = the first t for which a[n, j·stride + t·dilation − before, c] is largest";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override LayoutRule Layouts => LayoutRule.Matching;

    /// <inheritdoc/>
    public override string Attributes => string.Join(" by ", Axes);

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.LocallyConstant;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape result = Windows.ResultShape(Axes, arguments[0]);
        Windows.CheckInside(Axes, arguments[0]);
        return result;
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        foreach (int[] window in MultiIndex.Of(result.Shape))
        {
            double? largest = null;
            for (int tap = 0; tap < Windows.Taps(Axes); tap++)
            {
                if (Windows.Place(Axes, window, tap, arguments[0].Shape) is int[] place)
                {
                    double entry = arguments[0][place];
                    if (largest is not double known || entry > known || (double.IsNaN(entry) && !double.IsNaN(known)))
                    {
                        largest = entry;
                        result[window] = tap;
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call) =>
        WindowMaximum.Offsets<T>(Windows.Geometry(Axes, call.Arguments[0].Shape, call.Result.Layout), call.Arguments[0].Span, call.Result.Span, call.Workers);

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor<double> pictures = arguments[0];
        int ties = 0;
        foreach (int[] window in MultiIndex.Of(ResultShape([pictures.Shape])))
        {
            double[] entries = [.. Enumerable.Range(0, Windows.Taps(Axes)).Select(tap => Windows.Place(Axes, window, tap, pictures.Shape)).OfType<int[]>().Select(place => pictures[place])];
            double largest = entries.Max();
            ties += entries.Count(entry => entry == largest) > 1 ? 1 : 0;
        }

        return ties == 0 ? null : new Kink(ties, "in windows with several largest entries the first is taken");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int taps = Windows.Taps(Axes);
        bool isZero = taps == 1;
        return new(
            new(0, taps - 1),
            isZero || arguments[0].Degree == 0 ? 0 : null,
            isZero ? Curvature.Affine : Curvature.Unknown,
            [isZero ? InArgument.LinearWith(Interval.Point(0), 0) : new InArgument(Curvature.Unknown, Monotonicity.Unknown, double.PositiveInfinity)],
            "one of the taps, 0 to their number less one; it jumps where two entries change order");
    }
}
