using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Primitives.Pooling;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Laws;

/// <summary>
/// Wrong adjoints of a case that look right: the slips that are made when such rules are written. A mutant that happens to be the
/// right map (a dropped tap that meets no pixel) is none and is left out; that is decided by matrices from the reference rule alone.
/// </summary>
public static class Mutants
{
    /// <summary>A wrong adjoint.</summary>
    /// <param name="Name">What is wrong with it.</param>
    /// <param name="Case">The case with the mutant in the primitive's place.</param>
    public sealed record Mutant(string Name, PrimitiveCase Case);

    public static IEnumerable<Mutant> Of(PrimitiveCase @case, int argument)
    {
        DenseMatrix matrix = new Probe(@case, argument, @case.Draw(new Random(@case.Seed))).Matrix();
        if (matrix.IsZero)
        {
            return [];
        }

        Primitive inner = @case.Primitive;
        Shape own = @case.Shapes[argument], result = @case.Result;
        List<(string Name, Func<Application, int, Expr, Expr> Rule)> rules =
        [
            ("sign", (at, i, e) => -inner.Adjoint(at, i, e)),
            ("factor 1.001", (at, i, e) => 1.001 * inner.Adjoint(at, i, e)),
            ("zero", (at, i, e) => 0 * inner.Adjoint(at, i, e)),
        ];

        // The entries of the argument and of the result that the map really uses: the first and the last are its border.
        int[] used = [.. Enumerable.Range(0, own.Size).Where(column => Enumerable.Range(0, matrix.Rows).Any(row => matrix[row, column] != 0))];
        int[] reached = [.. Enumerable.Range(0, result.Size).Where(row => Enumerable.Range(0, matrix.Columns).Any(column => matrix[row, column] != 0))];
        foreach (int entry in new[] { used[0], used[^1] }.Distinct())
        {
            rules.Add(($"entry {entry} dropped", (at, i, e) => Without(inner.Adjoint(at, i, e), entry)));
            if (own.Size > 1)
            {
                rules.Add(($"entry {entry} added to its neighbour", (at, i, e) => Spilled(inner.Adjoint(at, i, e), entry)));
            }
        }

        foreach (int entry in new[] { reached[0], reached[^1] }.Distinct())
        {
            rules.Add(($"cotangent {entry} dropped", (at, i, e) => inner.Adjoint(at, i, Without(e, entry))));
            rules.Add(($"cotangent {entry} scaled by 1.001", (at, i, e) => inner.Adjoint(at, i, e + (0.001 * (e - Without(e, entry))))));
        }

        foreach (Primitive other in NearMisses(inner))
        {
            if (FitsAndDiffers(@case with { Primitive = other }, argument, result, matrix))
            {
                rules.Add(($"adjoint of {other}", (at, i, e) => other.Adjoint((Application)other.Apply([.. at.Arguments]), i, e)));
            }
        }

        if (inner.Arity == 2 && inner.DependenceOn(1 - argument) == Dependence.Linear && @case.Shapes[0] == @case.Shapes[1])
        {
            Probe confused = new(@case, 1 - argument, @case.Draw(new Random(@case.Seed)));
            if (confused.Matrix().Distance(matrix) > 0)
            {
                rules.Add(("arguments confused", (at, i, e) => inner.Adjoint(at, 1 - i, e)));
            }
        }

        if (inner is Correlation)
        {
            int taps = @case.Shapes[1 - argument].Size;
            foreach (int tap in new[] { 0, taps - 1 }.Where(tap => OtherEntryMatters(@case, argument, tap, matrix)))
            {
                rules.Add(($"entry {tap} of the other argument dropped", (at, i, e) =>
                {
                    Expr[] arguments = [.. at.Arguments];
                    arguments[1 - i] = Without(arguments[1 - i], tap);
                    return inner.Adjoint((Application)inner.Apply(arguments), i, e);
                }
                ));
            }
        }

        return rules.Select(rule => new Mutant($"{@case}, argument {argument}: {rule.Name}", @case with { Primitive = new MutatedAdjoint(inner, rule.Rule) }));
    }

    /// <summary>Primitives with an attribute that is off by one, or with a neighbouring mode.</summary>
    private static IEnumerable<Primitive> NearMisses(Primitive primitive)
    {
        switch (primitive)
        {
            case Correlation correlation:
                for (int i = 0; i < correlation.Axes.Count; i++)
                {
                    CorrelationAxis axis = correlation.Axes[i];
                    CorrelationAxis[] near =
                    [
                        axis with { Before = axis.Before + 1 }, axis with { Before = axis.Before - 1 }, axis with { Stride = axis.Stride + 1 },
                        axis with { Dilation = axis.Dilation + 1 }, axis with { InputDilation = axis.InputDilation + 1 },
                    ];
                    foreach (CorrelationAxis other in near)
                    {
                        CorrelationAxis[] axes = [.. correlation.Axes];
                        axes[i] = other;
                        yield return correlation with { Axes = ValueList.Create<CorrelationAxis>(axes) };
                    }
                }

                foreach (int groups in new[] { 1, 2 }.Where(groups => groups != correlation.Groups))
                {
                    yield return correlation with { Groups = groups };
                }

                break;
            case Extend extend:
                foreach (Extension mode in Enum.GetValues<Extension>().Where(mode => mode != extend.Mode))
                {
                    yield return extend with { Mode = mode };
                }

                yield return new Pad(extend.Before, extend.After);
                yield return extend with { Before = extend.After, After = extend.Before };
                break;
            case Fold fold:
                foreach (Extension mode in Enum.GetValues<Extension>().Where(mode => mode != fold.Mode))
                {
                    yield return fold with { Mode = mode };
                }

                yield return new Crop(fold.Before, fold.After);
                yield return fold with { Before = fold.After, After = fold.Before };
                break;
            case Pad pad:
                yield return new Pad(pad.After, pad.Before);
                break;
            case Crop crop:
                yield return new Crop(crop.After, crop.Before);
                break;
            case Flip flip:
                yield return new Flip([]);
                break;
            case Transpose transpose:
                yield return transpose.Inverse();
                yield return new Transpose([.. transpose.Axes.Reverse()]);
                break;
            case Slice slice:
                yield return slice with { Start = [.. slice.Start.Select(start => start + 1)] };
                yield return slice with { Step = [.. slice.Step.Select(step => step + 1)] };
                break;
            case Embed embed:
                yield return embed with { Start = [.. embed.Start.Select(start => start + 1)] };
                yield return embed with { Step = [.. embed.Step.Select(step => step + 1)] };
                break;
            case Gather gather:
                yield return new Gather(gather.Axis + 1);
                break;
            case Concatenate concatenate:
                yield return concatenate with { Axis = concatenate.Axis + 1 };
                break;
            case MatrixProduct product:
                yield return new MatrixProduct(!product.TransposeLeft, product.TransposeRight);
                yield return new MatrixProduct(product.TransposeLeft, !product.TransposeRight);
                yield return new MatrixProduct(!product.TransposeLeft, !product.TransposeRight);
                break;
            case ModeProduct product:
                yield return new ModeProduct(product.Axis, product.Matrix.Transpose());
                yield return new ModeProduct(product.Axis + 1, product.Matrix);
                break;
            case WindowGather gather:
                foreach (ValueList<PoolingAxis> axes in Near(gather.Axes))
                {
                    yield return new WindowGather(axes);
                }

                break;
            case WindowScatterAdd scatter:
                foreach (ValueList<PoolingAxis> axes in Near(scatter.Axes))
                {
                    yield return new WindowScatterAdd(axes, scatter.Target);
                }

                break;
        }
    }

    private static IEnumerable<ValueList<PoolingAxis>> Near(ValueList<PoolingAxis> axes)
    {
        for (int i = 0; i < axes.Count; i++)
        {
            PoolingAxis[] near = [axes[i] with { Before = axes[i].Before + 1 }, axes[i] with { Stride = axes[i].Stride + 1 }, axes[i] with { Dilation = axes[i].Dilation + 1 }];
            foreach (PoolingAxis other in near)
            {
                PoolingAxis[] changed = [.. axes];
                changed[i] = other;
                yield return ValueList.Create<PoolingAxis>(changed);
            }
        }
    }

    private static bool FitsAndDiffers(PrimitiveCase near, int argument, Shape result, DenseMatrix matrix) =>
        Fits(near, result)
        && new Probe(near, argument, near.Draw(new Random(near.Seed))).Matrix().Distance(matrix) > 0;

    private static bool Fits(PrimitiveCase near, Shape result)
    {
        try
        {
            return near.Primitive.ResultShape(near.Shapes) == result;
        }
        catch (ShapeException)
        {
            return false;
        }
    }

    private static bool OtherEntryMatters(PrimitiveCase @case, int argument, int entry, DenseMatrix matrix)
    {
        Tensor<double>[] values = @case.Draw(new Random(@case.Seed));
        values[1 - argument].Span[entry] = 0;
        return new Probe(@case, argument, values).Matrix().Distance(matrix) > 0;
    }

    private static Expr Without(Expr value, int entry)
    {
        Tensor<double> mask = Vectors.Map(Vectors.Basis(value.Shape, entry), number => 1 - number);
        return value * new Constant(mask);
    }

    /// <summary>Adds an entry to the next one, or to the one before where it is the last.</summary>
    private static Expr Spilled(Expr value, int entry)
    {
        int size = value.Shape.Size, neighbour = entry + 1 < size ? entry + 1 : entry - 1;
        Expr chosen = Sum(value * new Constant(Vectors.Basis(value.Shape, entry)));
        return value + (chosen * new Constant(Vectors.Basis(value.Shape, neighbour)));
    }
}
