# The sample caseload.
sample-title = Sample caseload
sample-add = Look round with a sample caseload
sample-coming = Bringing the sample…
sample-hint = Twelve made-up cases, on this device alone: nobody else sees them, and one tap removes them.
sample-no-signal = The sample could not be fetched. It takes a signal, once; everything else works without.
sample-chip = Sample
sample-remove = Remove the sample
sample-removed = The sample is removed, with all that was written in it.
sample-paper = Sample: made-up people, written to try Doorstep
sample-sharing = This is a sample. It stands on this device alone and cannot be shared.
