"""Reports: received, checked, approved. Knows accounts, and nothing of what is made of the incidents later."""
